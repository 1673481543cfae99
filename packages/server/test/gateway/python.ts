import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '@logitscope/testkit'

const run = promisify(execFile)

export interface Python {
  readonly command: string
  readonly environment: NodeJS.ProcessEnv
}

/** Python with its `openai` package: installed once, beside the project's own packages. A text says why there is none. */
export async function pythonWithOpenAi(version = '2.8.1'): Promise<Python | string> {
  const command = 'python3'
  const folder = join(projectRoot, 'node_modules', '.cache', `python-openai-${version}`)
  const environment = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' }
  try {
    if (!existsSync(folder)) {
      const making = `${folder}.${process.pid}`
      mkdirSync(making, { recursive: true })
      try {
        await run(command, ['-m', 'pip', 'install', '-q', '--retries', '0', '--timeout', '10', '--target', making, `openai==${version}`], {
          timeout: 120_000,
        })
        renameSync(making, folder)
      } finally {
        rmSync(making, { recursive: true, force: true })
      }
    }
    await run(command, ['-c', 'import openai'], { env: environment, timeout: 60_000 })
    return { command, environment }
  } catch (error) {
    const reason = `Python's openai package could not be installed or loaded: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`
    console.warn(`skipped: ${reason}`)
    return reason
  }
}
