import { existsSync, readdirSync } from 'node:fs'

interface Project {
  extends: true
  root: string
  test: { name: string; include: string[] }
}

/** One vitest project per package that has tests, and one for the rules of the repository. */
const projects: Project[] = readdirSync('packages')
  .filter((name) => existsSync(`packages/${name}/test`))
  .map((name) => ({ extends: true, root: `packages/${name}`, test: { name, include: ['test/**/*.test.ts'] } }))
projects.push({ extends: true, root: '.', test: { name: 'repository', include: ['test/**/*.test.ts'] } })

export default projects
