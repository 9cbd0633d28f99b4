/** A group as it is edited, and what is asked of Graph for it. */
import type { Group } from 'taxiway-autopilot'
import type { Fields } from '../../look/changed-meanwhile.tsx'
import { texts } from '../../texts/texts.ts'

const { groups } = texts

export type Form = { readonly displayName: string; readonly rule: string }

/** Of a new one: nothing. */
export function formOf({ displayName, membershipRule }: Partial<Group>): Form {
  return { displayName: displayName ?? '', rule: membershipRule ?? '' }
}

export function fieldsOf({ displayName, rule }: Form): Fields {
  return [
    [groups.name, displayName],
    [groups.rule, rule],
  ]
}

export function requestOf({ displayName, rule }: Form, isNew: boolean): object {
  const name = displayName.trim()
  return {
    displayName: name,
    ...(isNew && {
      mailEnabled: false,
      securityEnabled: true,
      mailNickname: name.replace(/[^A-Za-z0-9]/g, '').slice(0, 60) || 'group',
      groupTypes: rule === '' ? [] : ['DynamicMembership'],
    }),
    membershipRule: rule === '' ? null : rule,
  }
}
