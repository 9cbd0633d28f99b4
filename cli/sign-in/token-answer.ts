/** What answers a request for a token: whatever stands in place of an authority, such as a proxy, may answer anything. */

/** The members of the answer; none where it is not a JSON object. */
export function tokenAnswer(text: string): Readonly<Partial<Record<string, unknown>>> {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? { ...answer } : {}
  } catch {
    return {}
  }
}
