/** Simple ways to cut a text into tokens, as different as those of real vocabularies. */
export const TOKENIZERS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'words with the space before them': (text) => text.match(/\s*[\p{L}\p{N}_]+|\s*\S|\s+$/gu) ?? [],
  'words and spaces apart': (text) => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [],
  'as a large vocabulary cuts before merging': (text) =>
    text.match(/[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/giu) ?? [],
}

/** Words and punctuation without any white space: the layout is lost. */
export const bareWords = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []
