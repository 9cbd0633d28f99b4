import { PersonDelete20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { startJob } from '../../../api/jobs.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'
import { sayStarted } from '../say-started.ts'

export const unassignUser: Action<Pick<DevicesContext, 'chosen' | 'refresh'>> = {
  name: 'unassign-user',
  label: () => texts.deviceActs.unassignUser,
  icon: <PersonDelete20Regular />,
  permission: 'devices.update',
  isEnabled: ({ chosen }) => chosen !== undefined,
  async run({ chosen, refresh }) {
    if (chosen === undefined) return
    const change = { userPrincipalName: { clear: true } } as const
    sayStarted(await startJob({ kind: 'update-devices', selection: chosen.selection, change }))
    await refresh()
  },
}
