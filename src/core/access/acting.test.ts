import { describe, expect, test } from 'vitest'
import { asSystem, currentScope, noteAudit, withNotes, withScope } from '../acting.ts'
import { tagsScope, wholeTenant } from './tag-scope.ts'

const resource = { type: 'Device', id: '1' }

describe('work that nobody let in', () => {
  test('reaches nothing', () => {
    expect(() => currentScope()).toThrow('this work has no scope')
  })

  test('changes nothing that belongs in the trail', () => {
    expect(() => noteAudit(resource)).toThrow('part of no audited act')
    expect(() => withScope(wholeTenant, () => noteAudit(resource))).toThrow('no audited act')
  })
})

test('what a guard lets in has the scope of its caller, also after waiting', async () => {
  const noted: unknown[] = []
  const scope = await withScope(tagsScope(['Kiosk']), () =>
    withNotes(
      (each) => noted.push(each),
      async () => {
        await Promise.resolve()
        noteAudit(resource)
        return currentScope()
      },
    ),
  )
  expect(scope).toEqual({ whole: false, tags: ['kiosk'] })
  expect(noted).toEqual([resource])
})

test('the system says why, reaches the whole tenant and is let go of afterwards', () => {
  expect(asSystem('a test', currentScope)).toBe(wholeTenant)
  expect(() => asSystem('a test', () => noteAudit(resource))).not.toThrow()
  expect(() => asSystem('', currentScope)).toThrow('needs a reason')
  expect(() => currentScope()).toThrow()
})
