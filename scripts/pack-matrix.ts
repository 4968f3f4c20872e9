// What users get: every package is packed and installed without a lockfile into an empty project, on each Node line, loaded by import
// and by require, with and without optional SDKs; and TypeScript consumers compile against it. Needs a build.
//   npm run check:pack [-- core evm …]
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NODE_VERSIONS, nodeBinaryFolder, withNode } from './node-binary.ts'
import { consumerManifest, type PackedPackage, packPackages, repository } from './pack-packages.ts'
import { runCommand } from './run-command.ts'

const TYPESCRIPT_VERSIONS: readonly string[] = ['5.9.3', '6.0.2', '7.0.2']
const INSTALL = [
  'install',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--ignore-scripts',
  '--legacy-peer-deps',
]

const folder = mkdtempSync(join(tmpdir(), 'defimon-pack-'))
let projects = 0

function createProject(manifest: string): string {
  const project = join(folder, `consumer-${projects++}`)
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), manifest)
  return project
}

function loadEverywhere(packages: readonly PackedPackage[]): void {
  for (const version of NODE_VERSIONS) {
    const bin = nodeBinaryFolder(version, folder)
    if (!bin) {
      console.log(`node ${version}: not published for ${process.platform} ${process.arch}, left out`)
      continue
    }
    const env = withNode(bin)
    for (const one of packages) {
      const peers = Object.keys(one.optionalPeers)
      for (const withPeers of peers.length > 0 ? [false, true] : [false]) {
        const project = createProject(consumerManifest([one], packages, withPeers ? one.optionalPeers : {}))
        runCommand('npm', INSTALL, { cwd: project, env })
        copyFileSync(join(repository, 'scripts/consumer/load-entry-points.mjs'), join(project, 'load.mjs'))
        for (const command of one.commands) runCommand('npx', ['--no-install', command, '--version'], { cwd: project, env })
        runCommand('node', ['load.mjs', withPeers ? '' : peers.join(','), ...one.entryPoints], { cwd: project, env })
        rmSync(project, { recursive: true })
      }
      console.log(`node ${version}: ${one.name}, ${one.entryPoints.length} entry points by import and by require`)
    }
  }
}

/** Every `ts` block of a README is a program that compiles. Fragments are marked `typescript`. */
function writePrograms(project: string, readme: string): void {
  const text = readFileSync(join(repository, readme), 'utf8')
  for (const [index, block] of [...text.matchAll(/```ts\n([\s\S]*?)```/g)].entries()) {
    const name = `${readme.replace('.md', '').replaceAll('/', '-').toLowerCase()}-${index}.mts`
    writeFileSync(join(project, name), `${block[1]}\nexport {}\n`)
  }
}

function compileEverywhere(packages: readonly PackedPackage[]): void {
  const peers = Object.assign({}, ...packages.map(({ optionalPeers }) => optionalPeers)) as Record<string, string>
  const project = createProject(consumerManifest(packages, packages, { ...peers, '@types/node': '^24', '@types/pg': '^8' }))
  runCommand('npm', INSTALL, { cwd: project })
  for (const file of readdirSync(join(repository, 'scripts/consumer'))) {
    if (file.endsWith('.ts')) copyFileSync(join(repository, 'scripts/consumer', file), join(project, file))
  }
  // Programs as users write them, which the repository compiles from sources.
  const programs = 'packages/cli/test/programs.test-d.ts'
  if (packages.some(({ name }) => name === 'defimon')) copyFileSync(join(repository, programs), join(project, 'programs.ts'))
  const modules = packages.flatMap(({ entryPoints }) => entryPoints).filter((entryPoint) => !entryPoint.endsWith('.json'))
  const lines = modules.map((entryPoint, index) => `import type * as entryPoint${index} from '${entryPoint}'`)
  const names = modules.map((_, index) => `typeof entryPoint${index}`)
  writeFileSync(join(project, 'every-entry-point.ts'), `${lines.join('\n')}\nexport type Every = [${names.join(', ')}]\n`)
  writePrograms(project, 'README.md')
  for (const one of packages) writePrograms(project, join('packages', one.folder, 'README.md'))
  for (const version of TYPESCRIPT_VERSIONS) {
    const compiler = createProject(JSON.stringify({ private: true, dependencies: { typescript: version } }))
    runCommand('npm', INSTALL, { cwd: compiler })
    for (const resolution of ['nodenext', 'bundler']) {
      for (const type of ['module', 'commonjs']) {
        // A bundler resolves alike in both.
        if (resolution === 'bundler' && type === 'commonjs') continue
        const manifest = JSON.parse(consumerManifest(packages, packages, peers)) as object
        writeFileSync(join(project, 'package.json'), JSON.stringify({ ...manifest, type }))
        const options = {
          ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, target: 'es2022' },
          ...{ lib: ['es2023', 'esnext.disposable', 'dom'], types: ['node'], skipLibCheck: true, moduleResolution: resolution },
          module: resolution === 'bundler' ? 'esnext' : 'nodenext',
        }
        writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts', '*.mts'] }))
        runCommand(join(compiler, 'node_modules/.bin/tsc'), ['-p', project], { cwd: project })
        console.log(`typescript ${version}: consumers compile under ${resolution}${resolution === 'nodenext' ? `, ${type}` : ''}`)
      }
    }
  }
}

try {
  const packages = packPackages(folder, process.argv.slice(2))
  console.log(`packed ${packages.map(({ name }) => name).join(', ')}`)
  loadEverywhere(packages)
  compileEverywhere(packages)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
