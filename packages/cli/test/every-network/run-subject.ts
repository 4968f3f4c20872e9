import { loadAdapter } from 'defimon'
import { kitCases } from './kit-cases.ts'
import { nameOf, type Subject } from './subject.ts'

/** What came of the kit on one subject. */
export interface SubjectResult {
  readonly name: string
  readonly stack: string
  readonly passed: number
  /** Case → why it does not apply. */
  readonly leftOut: Readonly<Record<string, string>>
  /** Case → what it failed with. */
  readonly failed: Readonly<Record<string, string>>
}

/** Runs all cases of the kit on one subject, one after another. */
export async function runSubject(subject: Subject): Promise<SubjectResult> {
  const { stack } = subject.network
  const adapter = await loadAdapter(stack)
  if (!adapter) throw new Error(`${stack} has no adapter`)
  const failed: Record<string, string> = {}
  const leftOut: Record<string, string> = { ...subject.withoutFaults }
  let passed = 0
  for (const each of kitCases(subject, adapter)) {
    if (each.leftOut !== undefined) {
      leftOut[each.name.replace(/ \(left out: .*$/s, '')] = each.leftOut
      continue
    }
    try {
      await each.run()
      passed++
    } catch (error) {
      failed[each.name] = String(error)
    }
  }
  return { name: nameOf(subject), stack, passed, leftOut, failed }
}
