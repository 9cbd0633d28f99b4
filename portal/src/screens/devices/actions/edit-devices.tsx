import { Edit20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

export const editDevices: Action<Pick<DevicesContext, 'chosen' | 'open'>> = {
  name: 'edit',
  label: () => texts.deviceActs.edit,
  icon: <Edit20Regular />,
  permission: 'devices.update',
  key: 'e',
  isEnabled: ({ chosen }) => chosen !== undefined,
  run({ chosen, open }) {
    if (chosen === undefined) return
    const [device] = chosen.seen
    if (chosen.count === 1 && device !== undefined) open({ kind: 'edit-one', device })
    else open({ kind: 'edit-many', chosen })
  },
}
