export {
  type AvalancheBlockFields,
  type AvalancheTransactionFields,
  avalancheDialect,
  avalancheDriver,
  avalancheSource,
} from './avalanche/index.ts'
export {
  type BscBlockFields,
  type BscTransactionFields,
  bscDialect,
  bscDriver,
  bscSource,
} from './bsc/index.ts'
export {
  type CronosBlockFields,
  type CronosTransactionFields,
  cronosDialect,
  cronosDriver,
  cronosSource,
} from './cronos/index.ts'
export {
  type GnosisBlockFields,
  type GnosisTransactionFields,
  gnosisDialect,
  gnosisDriver,
  gnosisSource,
} from './gnosis/index.ts'
export {
  type HarmonyBlockFields,
  type HarmonyTransactionFields,
  harmonyDialect,
  harmonyDriver,
  harmonySource,
} from './harmony/index.ts'
export {
  type KaiaBlockFields,
  type KaiaTransactionFields,
  kaiaDialect,
  kaiaDriver,
  kaiaSource,
} from './kaia/index.ts'
export {
  type LachesisBlockFields,
  type LachesisTransactionFields,
  lachesisDialect,
  lachesisDriver,
  lachesisSource,
} from './lachesis/index.ts'
export {
  type PolygonEdgeBlockFields,
  type PolygonEdgeTransactionFields,
  polygonEdgeDialect,
  polygonEdgeDriver,
  polygonEdgeSource,
} from './polygon-edge/index.ts'
export {
  describePolygonSettlement,
  type PolygonBlockFields,
  type PolygonTransactionFields,
  polygonDialect,
  polygonDriver,
  polygonSource,
} from './polygon-pos/index.ts'
export {
  type RootstockBlockFields,
  type RootstockTransactionFields,
  rootstockDialect,
  rootstockDriver,
  rootstockSource,
} from './rootstock/index.ts'
