/** Something wrong with an input as a whole: it could not be found, opened or read to its end. */
export interface InputProblem {
  readonly file: string
  readonly code: string
  readonly message: string
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its links go round in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reported an error',
}

/** The system's error in words. */
export function problemOf(file: string, error: unknown): InputProblem {
  const { code, message } = error as NodeJS.ErrnoException
  const known = code === undefined ? undefined : WORDS[code]
  return {
    file,
    code: code === 'ENOENT' ? 'no-such-file' : 'unreadable-file',
    message: known ?? message.replace(/^[A-Z]+: /, '').replace(/, \w+ '.*'$/, ''),
  }
}
