import { writeFileSync } from 'node:fs'
import { renderNetworksJson } from './networks-json.ts'

// Run after a change of a literal, a confidence table or an alias: `npm run json` in this folder.
writeFileSync(new URL('../networks.json', import.meta.url), renderNetworksJson())
