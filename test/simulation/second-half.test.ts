import { describeSeeds } from './run-seeds.ts'

describeSeeds(251, 500)
