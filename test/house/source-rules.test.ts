import { basename } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { ownFiles, read } from './repository.ts'
import { librarySources, lineOf, type SourceFile, sourceFiles, visit } from './source-file.ts'

const MAX_LINES = 600

/** Where `see` says what is wrong with a node, as `file:line what`. */
function findings(files: readonly SourceFile[], see: (node: ts.Node, file: SourceFile) => string | undefined): string[] {
  return files.flatMap((file) => {
    const found: string[] = []
    visit(file.tree, (node) => {
      const what = see(node, file)
      if (what) found.push(`${file.path}:${lineOf(file.tree, node)} ${what}`)
    })
    return found
  })
}

/** Names that a file declares itself, so that a parameter called `fetch` is not taken for the global one. */
function declaredNames(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  visit(tree, (node) => {
    const name =
      ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node)
        ? node.name
        : ts.isImportSpecifier(node)
          ? node.name
          : undefined
    if (name && ts.isIdentifier(name)) names.add(name.text)
  })
  return names
}

const GLOBAL_FUNCTIONS =
  /^(fetch|setTimeout|setInterval|setImmediate|clearTimeout|clearInterval|WebSocket|EventSource|XMLHttpRequest)$/
const GLOBAL_MEMBERS =
  /^(Date\.now|performance\.now|Math\.random|AbortSignal\.timeout|crypto\.(getRandomValues|randomUUID|randomBytes))$/

describe('time, timers, randomness and the network', () => {
  // The real runtime, its Node part and its virtual counterpart are the door; the command is where the real world is let in.
  const inside = librarySources.filter(
    ({ path }) => !/^packages\/(cli\/src|core\/src\/(runtime|node|testing\/runtime))\//.test(path),
  )

  it('come only through Runtime', () => {
    const declared = new Map(inside.map((file) => [file.path, declaredNames(file.tree)]))
    const wrong = findings(inside, (node, file) => {
      if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
        const object = node.expression.text
        if (object === 'globalThis' && GLOBAL_FUNCTIONS.test(node.name.text)) return `globalThis.${node.name.text}`
        const member = `${object}.${node.name.text}`
        return GLOBAL_MEMBERS.test(member) && !declared.get(file.path)?.has(object) ? member : undefined
      }
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined
      if (!ts.isIdentifier(node.expression)) return undefined
      const name = node.expression.text
      if (ts.isNewExpression(node) && name === 'Date' && !node.arguments?.length) return 'new Date()'
      return GLOBAL_FUNCTIONS.test(name) && !declared.get(file.path)?.has(name) ? name : undefined
    })
    expect(wrong).toEqual([])
  })
})

describe('libraries', () => {
  const libraries = librarySources.filter(({ path }) => !path.startsWith('packages/cli/'))

  it('print nothing', () => {
    const wrong = findings(libraries, (node) => {
      if (!ts.isPropertyAccessExpression(node)) return undefined
      const text = node.getText()
      return /^(console\.\w+|process\.(stdout|stderr))$/.test(text) ? text : undefined
    })
    expect(wrong).toEqual([])
  })

  it('list their exports by name, and have no default export', () => {
    const wrong = findings(librarySources, (node) => {
      if (ts.isExportAssignment(node)) return 'default export'
      if (ts.isExportDeclaration(node) && !node.exportClause && !node.isTypeOnly) return 'export *'
      return undefined
    })
    expect(wrong).toEqual([])
  })

  it('have classes only for errors, and where an SDK wants one', () => {
    const wrong = findings(librarySources, (node) =>
      (ts.isClassDeclaration(node) || ts.isClassExpression(node)) && !node.heritageClauses?.length ? 'class' : undefined,
    )
    expect(wrong).toEqual([])
  })

  it('document every export', () => {
    const wrong = findings(librarySources, (node) => {
      const declares =
        ts.isFunctionDeclaration(node) ||
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node) ||
        ts.isClassDeclaration(node) ||
        ts.isVariableStatement(node)
      if (!declares || !ts.isSourceFile(node.parent)) return undefined
      if (!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return undefined
      // Of an overloaded function the first signature carries the words.
      if (ts.isFunctionDeclaration(node) && node.body && isOverload(node)) return undefined
      return ts.getJSDocCommentsAndTags(node).length > 0 ? undefined : node.getText().split('\n')[0]?.slice(0, 80)
    })
    expect(wrong).toEqual([])
  })
})

function isOverload(node: ts.FunctionDeclaration): boolean {
  const others = node
    .getSourceFile()
    .statements.filter((other) => ts.isFunctionDeclaration(other) && other.name?.text === node.name?.text)
  return others.length > 1
}

describe('every file', () => {
  it('says what is true of its types', () => {
    const wrong = findings(sourceFiles, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : undefined))
    expect(wrong).toEqual([])
  })

  it(`has at most ${MAX_LINES} lines`, () => {
    const wrong = sourceFiles
      .map(({ path }) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES)
      .map(({ path, lines }) => `${path} ${lines}`)
    expect(wrong).toEqual([])
  })

  it('is finished', () => {
    const mark = new RegExp(`\\b(${['TODO', 'FIXME', 'XXX', 'HACK'].join('|')})\\b|@ts-(ignore|nocheck)`)
    const wrong = sourceFiles.flatMap(({ path }) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (mark.test(line) && !path.startsWith('test/house/') ? `${path}:${index + 1}` : [])),
    )
    expect(wrong).toEqual([])
  })

  it('that is a test is switched on', () => {
    const wrong = findings(
      sourceFiles.filter(({ path }) => path.endsWith('.test.ts')),
      (node) => {
        if (!ts.isPropertyAccessExpression(node)) return undefined
        const text = node.getText()
        return /^(it|test|describe)\.(skip|only|todo)$/.test(text) ? text : undefined
      },
    )
    expect(wrong).toEqual([])
  })

  it('is named in kebab-case after one concept', () => {
    const vague = /(^|\/)(utils?|common|shared|helpers?|types?|misc|constants)(\/|\.ts$)/
    const named = ownFiles().filter((path) => /^(packages|examples|benchmarks|scripts|test)\//.test(path))
    const wrong = named.filter((path) => {
      const last = basename(path)
      return vague.test(path) || (last.endsWith('.ts') && !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*\.ts$/.test(last))
    })
    expect(wrong).toEqual([])
  })
})
