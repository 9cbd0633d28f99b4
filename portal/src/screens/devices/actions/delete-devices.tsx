import { Delete20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

export const deleteDevices: Action<Pick<DevicesContext, 'chosen' | 'open'>> = {
  name: 'delete',
  label: () => texts.deviceActs.delete,
  icon: <Delete20Regular />,
  permission: 'devices.delete',
  needsFresh: true,
  isEnabled: ({ chosen }) => chosen !== undefined,
  run({ chosen, open }) {
    if (chosen !== undefined) open({ kind: 'delete', chosen })
  },
}
