import { posix } from 'node:path'
import ts from 'typescript'
import { entryPoints, ownFiles, type Package, packages, privatePackages, read } from './repository.ts'

/** One import, re-export or `import()` of a file. */
export interface ImportLine {
  readonly specifier: string
  readonly line: number
  /** Erased when the file runs. */
  readonly typeOnly: boolean
}

/** A TypeScript file of ours, parsed. */
export interface SourceFile {
  readonly path: string
  readonly tree: ts.SourceFile
  readonly imports: readonly ImportLine[]
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    if (node.isTypeOnly) return true
    const clause = node.exportClause
    return clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((element) => element.isTypeOnly)
  }
  const clause = node.importClause
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const bindings = clause.namedBindings
  return !clause.name && bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.every((one) => one.isTypeOnly)
}

function importsOf(tree: ts.SourceFile): ImportLine[] {
  const imports: ImportLine[] = []
  const add = (literal: ts.Node, typeOnly: boolean): void => {
    if (!ts.isStringLiteralLike(literal)) return
    imports.push({ specifier: literal.text, line: lineOf(tree, literal), typeOnly })
  }
  visit(tree, (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      add(node.moduleSpecifier, isTypeOnly(node))
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0]) {
      add(node.arguments[0], false)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true)
    }
  })
  return imports
}

/** Calls `see` with each node of a tree, parents first. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

/** The line of a node, counted from 1. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}

/** Every TypeScript file of ours. */
export const sourceFiles: readonly SourceFile[] = ownFiles()
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const tree = ts.createSourceFile(path, read(path), ts.ScriptTarget.ESNext, true)
    return { path, tree, imports: importsOf(tree) }
  })

/** The files under `src` of published packages. */
export const librarySources: readonly SourceFile[] = sourceFiles.filter(({ path }) => /^packages\/[^/]+\/src\//.test(path))

/** The package that a file belongs to, if any. */
export function packageOf(path: string): Package | undefined {
  return [...packages, ...privatePackages].find((own) => path.startsWith(`${own.folder}/`))
}

/** The package that a specifier names: `@defimon/core/adapter` → `@defimon/core`. Undefined for `node:`, relative ones and `#` ones. */
export function packageName(specifier: string): string | undefined {
  if (/^([./#]|node:)/.test(specifier)) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The file of ours that an import of a file leads to; undefined where it leads outside or to no entry point. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  const name = packageName(specifier)
  const own = packages.find(({ manifest }) => manifest.name === name)
  return own && name ? entryPoints(own).get(`.${specifier.slice(name.length)}`) : undefined
}
