/** What can be done with the device of a page. */
import {
  BinRecycle20Regular,
  Copy20Regular,
  Delete20Regular,
  Edit20Regular,
  Wrench20Regular,
} from '@fluentui/react-icons'
import type { Device } from 'taxiway-autopilot/admin'
import type { Action } from '../../act/action.ts'
import { notify } from '../../act/notify.tsx'
import { allowNextEnrollment } from '../../api/device-acts.ts'
import { copyText } from '../../look/clipboard.ts'
import { texts } from '../../texts/texts.ts'
import type { OpenPane } from '../devices/context.ts'

type Context = { readonly device: Device; readonly open: (pane: OpenPane) => void }

const { deviceActs, devicePage } = texts

export const editDevice: Action<Context> = {
  name: 'edit',
  label: () => deviceActs.edit,
  icon: <Edit20Regular />,
  permission: 'devices.update',
  key: 'e',
  run: ({ device, open }) => open({ kind: 'edit-one', device }),
}

export const copySerial: Action<Context> = {
  name: 'copy-serial',
  label: () => devicePage.copySerial,
  icon: <Copy20Regular />,
  key: 'c',
  isEnabled: ({ device }) => device.serialNumber !== '',
  async run({ device }) {
    await copyText(device.serialNumber)
    notify({ text: devicePage.serialCopied })
  },
}

export const copyDeviceId: Action<Context> = {
  name: 'copy-id',
  label: () => deviceActs.copyId,
  icon: <Copy20Regular />,
  async run({ device }) {
    await copyText(device.id)
    notify({ text: devicePage.idCopied })
  },
}

export const allowNext: Action<Context> = {
  name: 'allow-next',
  label: () => deviceActs.allowNext,
  permission: 'devices.update',
  async run({ device }) {
    await allowNextEnrollment(device.id)
    notify({ text: deviceActs.allowedNext(1) })
  },
}

export const openRepair: Action<Context> = {
  name: 'open-repair',
  label: () => deviceActs.openRepair,
  icon: <Wrench20Regular />,
  permission: 'repairs.write',
  run: ({ device, open }) => open({ kind: 'repair', device }),
}

export const deleteDevice: Action<Context> = {
  name: 'delete',
  label: () => deviceActs.delete,
  icon: <Delete20Regular />,
  permission: 'devices.delete',
  needsFresh: true,
  run: ({ device, open }) =>
    open({ kind: 'delete', chosen: { selection: { ids: [device.id] }, count: 1, seen: [device] } }),
}

export const removeDevice: Action<Context> = {
  name: 'remove',
  label: () => deviceActs.remove,
  icon: <BinRecycle20Regular />,
  permission: 'removals.plan',
  run: ({ device, open }) =>
    open({ kind: 'remove', chosen: { selection: { ids: [device.id] }, count: 1, seen: [device] } }),
}
