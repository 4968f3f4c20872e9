export { createMeasures, type Measures, type MeasuresOptions } from './create-measures.ts'
export { HOUR_MS, type HourMeasures, mergeMeasures, ratesOf, type SettledStage } from './hour-measures.ts'
export { addLag, EMPTY_LAG, type LagHistogram, lagQuantile, mergeLags, summarizeLag } from './lag-histogram.ts'
export { countUserOperations, USER_OPERATION_RULE } from './user-operations.ts'
