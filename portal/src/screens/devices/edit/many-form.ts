/** What to do with each field of many devices, and the change that comes of it. */
import type { DeviceChange } from 'taxiway-autopilot/admin'

export const tagWays = ['leave', 'replace', 'prepend', 'append', 'clear'] as const
export const userWays = ['leave', 'replace', 'clear'] as const
export const nameWays = ['leave', 'replace'] as const
export type Way = (typeof tagWays)[number]

export type Form = {
  readonly tagWay: Way
  readonly tag: string
  readonly userWay: Way
  readonly user: string
  readonly nameWay: Way
  readonly template: string
}

export const untouched: Form = {
  tagWay: 'leave',
  tag: '',
  userWay: 'leave',
  user: '',
  nameWay: 'leave',
  template: '',
}

export function takesText(way: Way): way is 'replace' | 'prepend' | 'append' {
  return way === 'replace' || way === 'prepend' || way === 'append'
}

/** Undefined while nothing would change. */
export function changeOf(form: Form): DeviceChange | undefined {
  const change: DeviceChange = {
    ...tagChange(form),
    ...(form.userWay === 'clear' && { userPrincipalName: { clear: true } }),
    ...(form.userWay === 'replace' &&
      form.user !== '' && { userPrincipalName: { set: form.user.trim() } }),
    ...(form.nameWay === 'replace' &&
      form.template !== '' && { displayName: { template: form.template } }),
  }
  return Object.keys(change).length === 0 ? undefined : change
}

function tagChange({ tagWay, tag }: Form): Pick<DeviceChange, 'groupTag'> {
  if (tagWay === 'clear') return { groupTag: { clear: true } }
  if (!takesText(tagWay) || tag === '') return {}
  if (tagWay === 'prepend') return { groupTag: { prepend: tag } }
  return { groupTag: tagWay === 'append' ? { append: tag } : { set: tag } }
}
