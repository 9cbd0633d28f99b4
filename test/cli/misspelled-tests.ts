/** What a person ends by its id: a misspelled one must not seem to have ended. Run on the server of `applications.test.ts`. */
import { beforeAll, expect, test } from 'vitest'
import type { taxiway } from '../support/taxiway-command.ts'

type Run = (...words: string[]) => ReturnType<typeof taxiway>

export function misspelledTests(run: Run): void {
  beforeAll(async () => {
    await run('applications', 'create', 'Misspelled')
  })

  test.each([
    'enrollments withdraw',
    'intake withdraw',
    'webhooks remove --yes',
    'applications secrets remove Misspelled',
    'applications certificates remove Misspelled',
  ])('%s with an id that nothing has', async (words) => {
    const { code, stdout, stderr } = await run(...words.split(' '), 'nope')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Error: There is no .*nope.*\nSee: taxiway /)
  })

  test('the hint about a confirmation names no option that the command lacks', async () => {
    const revoked = await run('enrollments', 'revoke', 'nope')
    expect([revoked.code, revoked.stderr]).toEqual([1, expect.not.stringContaining('--dry-run')])
    expect(revoked.stderr).toContain('--yes')
  })
}
