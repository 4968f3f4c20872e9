// Writes docs/schemas.md. Run it after a change of what a sink writes, then format it:
//   node --conditions=@defimon/source packages/sync/scripts/write-schemas.ts && npx biome format --write docs/schemas.md
import { writeFileSync } from 'node:fs'
import { schemasDocument } from './schemas-document.ts'

writeFileSync(new URL('../../../docs/schemas.md', import.meta.url), await schemasDocument())
