export { linea } from './linea.ts'
export { linea_sepolia } from './linea-sepolia.ts'
