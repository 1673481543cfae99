import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { problemOf, type InputProblem } from './input-problem.ts'

export interface FoundFile {
  readonly path: string
  readonly size: number
}

export interface Walk {
  readonly files: FoundFile[]
  readonly problems: InputProblem[]
}

/** Files under a folder, in the order of their names, without hidden ones; links are followed once. What cannot be read is reported. */
export async function walkFolder(
  folder: string,
  wanted: (path: string, name: string) => boolean = () => true,
  mayEnter: (name: string) => boolean = (name) => !name.startsWith('.'),
): Promise<Walk> {
  const walk: Walk = { files: [], problems: [] }
  const entered = new Set<string>()
  const visit = async (at: string): Promise<void> => {
    let names: string[]
    try {
      const real = await realpath(at)
      if (entered.has(real)) return
      entered.add(real)
      names = (await readdir(at)).sort()
    } catch (error) {
      walk.problems.push(problemOf(at, error))
      return
    }
    for (const name of names) {
      const path = join(at, name)
      try {
        const found = await stat(path)
        if (found.isDirectory()) {
          if (mayEnter(name)) await visit(path)
        } else if (found.isFile() && wanted(path, name)) walk.files.push({ path, size: found.size })
      } catch (error) {
        if (wanted(path, name)) walk.problems.push(problemOf(path, error))
      }
    }
  }
  await visit(folder)
  return walk
}
