/** The portal says what happened in words: the trail names acts and things as the API does. */
import { expect, test } from 'vitest'
import { auditSentence } from '../../../portal/src/texts/audit-sentence.ts'
import { nameInTrail } from '../../../src/surfaces/http/audit-name.ts'
import { openRegistry } from '../../support/registry.ts'

/** A name of the API, or a verb that its sentence did not replace. */
const unspoken = /[a-z][A-Z]|^(Create|Patch|Update|Delete|Action|Get) |: an? /

test('every act that a route leaves in the audit trail has a sentence', async () => {
  const registry = await openRegistry()
  const activities = new Set(
    registry.app.routes.flatMap(({ guarded, open }) =>
      guarded === undefined
        ? (open?.audit ?? [])
        : guarded.audit === undefined
          ? []
          : [nameInTrail(guarded.method, guarded.audit).activity],
    ),
  )
  await registry.close()
  expect(activities.size).toBeGreaterThan(100)
  expect([...activities].filter((each) => unspoken.test(auditSentence(each)))).toEqual([])
})
