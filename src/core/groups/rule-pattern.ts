/**
 * The regular expressions of `-match`, kept to what every engine reads alike and none can be made to work on for ever:
 * no group that repeats holds something that repeats itself, and nothing looks around or back.
 */
const maxPatternLength = 256

/** What is wrong with it; undefined = it may be used. */
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
    return 'a pattern that is no regular expression'
  }
}
