#!/usr/bin/env node
import { createProcessEnvironment } from './process-environment.ts'
import { run } from './run.ts'

void run(process.argv.slice(2), createProcessEnvironment()).then((exitCode) => {
  process.exitCode ||= exitCode
})
