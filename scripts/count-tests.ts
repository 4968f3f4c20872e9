// Prints the true numbers of a vitest run, read from its JSON report: `123 passed, 0 failed, 4 skipped`.
import { readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

const path = process.argv[2]
if (!path) throw new Error('usage: count-tests.ts <JSON report of vitest>')
const report = JSON.parse(readFileSync(path, 'utf8')) as Report
console.log(
  `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
)
