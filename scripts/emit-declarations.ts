import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/**
 * Writes the type declarations of a package, one `.d.ts` and one `.d.cts` for each source file.
 *
 * They are not bundled: an outside package augments the open maps of core (`declare module '@defimon/core'`), and TypeScript merges
 * such an augmentation only through `export *`, which a bundler of declarations turns into renamed exports. Every export carries its
 * type (`isolatedDeclarations`), so one file is enough to write its declaration.
 */
export function emitDeclarations(sourceFolder: string, outputFolder: string): void {
  for (const file of readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(join(sourceFolder, file), 'utf8'), {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: {
        isolatedDeclarations: true,
        declaration: true,
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.NodeNext,
      },
    })
    const first = diagnostics?.[0]
    if (first) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}`)
    const base = join(outputFolder, file.slice(0, -'.ts'.length))
    mkdirSync(dirname(base), { recursive: true })
    writeFileSync(`${base}.d.ts`, withExtension(outputText, 'js'))
    writeFileSync(`${base}.d.cts`, withExtension(outputText, 'cjs'))
  }
}

/** Relative specifiers name the source file; a declaration names the module built from it. */
function withExtension(declaration: string, extension: 'js' | 'cjs'): string {
  return declaration.replace(/((?:from|import|module)\s*\(?\s*['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, `$1.${extension}$2`)
}
