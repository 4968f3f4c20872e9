// Runs in an empty project: loads each entry point named on the command line by import and by require, and compares what they export.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const [optional = '', ...entryPoints] = process.argv.slice(2)
const mayBeMissing = optional.split(',').filter(Boolean)

for (const entryPoint of entryPoints) {
  const attributes = entryPoint.endsWith('.json') ? { with: { type: 'json' } } : {}
  try {
    const required = Object.keys(require(entryPoint))
    const imported = Object.keys(await import(entryPoint, attributes))
    if (entryPoint.endsWith('.json')) continue
    const different = [
      ...required.filter((name) => !imported.includes(name)),
      ...imported.filter((name) => !required.includes(name)),
    ]
    // Node shows the whole of a CommonJS module under these names too.
    const wrong = different.filter((name) => !['default', 'module.exports', '__esModule'].includes(name))
    if (wrong.length > 0) throw new Error(`import and require differ in ${wrong.join(', ')}`)
  } catch (error) {
    const missing = /Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/.exec(error.message)?.[1]
    if (missing && mayBeMissing.includes(missing)) continue
    throw new Error(`${entryPoint} does not load on Node ${process.versions.node}`, { cause: error })
  }
}
