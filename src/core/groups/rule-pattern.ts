/**
 * The regular expressions of `-match`, restricted to what every engine reads alike and none can be made to run on
 * forever: no nested repetition, no look-around, no back-references.
 */
const maxPatternLength = 256

/** A closing bracket that closes nothing means itself, as at Microsoft; not every engine reads it so. */
export function plainPattern(pattern: string): string {
  let inClass = false
  return pattern.replace(/\\.|[[\]]/gs, (part) => {
    if (part === '[') inClass = true
    if (part !== ']') return part
    const closes = inClass
    inClass = false
    return closes ? part : '\\]'
  })
}

/** What is wrong with it; undefined = it is acceptable. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > maxPatternLength)
    return `a pattern of more than ${maxPatternLength} characters`
  if (/\(\?(?!:)/.test(pattern)) return 'a group that begins with (?'
  if (/\\[1-9kpPb]/i.test(pattern)) return 'a reference or class of its own, such as \\1 or \\b'
  if (/\([^()]*[+*{][^()]*\)\s*[+*{]/.test(pattern)) return 'a repetition inside a repeated group'
  try {
    new RegExp(pattern, 'iu')
    return undefined
  } catch {
    return 'a pattern that is not a regular expression'
  }
}
