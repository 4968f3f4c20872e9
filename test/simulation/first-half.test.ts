import { describeSeeds } from './run-seeds.ts'

describeSeeds(1, 250)
