export { type SeededRandom, seededRandom } from './runtime/seeded-random.ts'
export {
  type RunOptions,
  type VirtualHost,
  type VirtualRuntime,
  type VirtualRuntimeOptions,
  virtualRuntime,
} from './runtime/virtual-runtime.ts'
