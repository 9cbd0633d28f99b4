/** One device's name, tag and user. */
import { Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { notify } from '../../../act/notify.tsx'
import { Overtaken } from '../../../act/overtaken.ts'
import { attempt } from '../../../act/run-act.ts'
import { ApiError } from '../../../api/api-error.ts'
import { type DeviceEdit, editedFields, saveDevice } from '../../../api/device-acts.ts'
import { fetchDevice } from '../../../api/device-detail.ts'
import { useMay } from '../../../api/me.ts'
import { queryClient } from '../../../api/query-client.ts'
import { Changed, type Fields } from '../../../look/changed-meanwhile.tsx'
import { Pane } from '../../../look/pane.tsx'
import { PaneFooter } from '../../../look/pane-footer.tsx'
import { texts } from '../../../texts/texts.ts'
import { nameOfDevice } from '../columns.tsx'
import { faultOfName } from './name-rules.ts'
import { TagField } from './tag-field.tsx'
import { type Person, UserField } from './user-field.tsx'

const { common, deviceEdit, deviceFields } = texts

export function EditOne({
  device: first,
  onClose,
}: {
  device: Device
  onClose: () => void
}): ReactNode {
  const may = useMay()
  const [device, setDevice] = useState(first)
  const [edit, setEdit] = useState<DeviceEdit>(() => editOf(first))
  const [theirs, setTheirs] = useState<Device>()
  const [isBusy, setIsBusy] = useState(false)
  const put = (part: Partial<DeviceEdit>) => setEdit((before) => ({ ...before, ...part }))
  const fault = faultOfName(edit.displayName)
  const isReadOnly = !may('devices.update')
  const isDirty = JSON.stringify(edit) !== JSON.stringify(editOf(device))

  /** Nobody is greeted by the name of the user before. */
  function greetingOf(user: string, person: Person | undefined): string {
    if (person !== undefined) return person.displayName
    return user === device.userPrincipalName ? device.addressableUserName : ''
  }

  async function save(against = device): Promise<void> {
    if (fault !== undefined || isReadOnly) return
    setIsBusy(true)
    const isSaved = await attempt(async () => {
      try {
        await saveDevice(against, edit)
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412) throw error
        setTheirs(await fetchDevice(against.id))
        throw new Overtaken()
      }
    })
    setIsBusy(false)
    if (!isSaved) return
    onClose()
    notify({ text: deviceEdit.saved(nameOfDevice(device)) })
    await queryClient.invalidateQueries({ queryKey: ['devices'] })
  }

  return (
    <Pane
      title={deviceEdit.titleOne(nameOfDevice(device))}
      isDirty={isDirty && !isReadOnly}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <PaneFooter
          act={!isReadOnly && common.save}
          disabled={!isDirty || isBusy || fault !== undefined}
          leave={common.cancel}
          onClose={onClose}
        />
      }
    >
      {isReadOnly && <p className="bar">{common.readOnly}</p>}
      {theirs !== undefined && (
        <Changed
          mine={fieldsOf(edit)}
          theirs={fieldsOf(theirs)}
          onMine={() => {
            setTheirs(undefined)
            setDevice(theirs)
            void save(theirs)
          }}
          onTheirs={() => {
            setTheirs(undefined)
            setDevice(theirs)
            setEdit(editOf(theirs))
          }}
        />
      )}
      <Field
        label={deviceFields.displayName}
        {...(fault === undefined
          ? {
              hint: `${deviceEdit.nameLength(edit.displayName.length)} · ${deviceEdit.nameOnPremises}`,
            }
          : { validationState: 'error' as const, validationMessage: fault })}
      >
        <Input
          value={edit.displayName}
          disabled={isReadOnly}
          onChange={(_, { value }) => put({ displayName: value })}
        />
      </Field>
      <TagField
        label={deviceFields.groupTag}
        value={edit.groupTag}
        disabled={isReadOnly}
        onChange={(groupTag) => put({ groupTag })}
      />
      <UserField
        label={deviceFields.userPrincipalName}
        value={edit.userPrincipalName}
        disabled={isReadOnly}
        onChange={(userPrincipalName, person) =>
          put({ userPrincipalName, addressableUserName: greetingOf(userPrincipalName, person) })
        }
      />
      <Field label={deviceFields.addressableUserName}>
        <Input
          value={edit.addressableUserName}
          disabled={isReadOnly || edit.userPrincipalName === ''}
          onChange={(_, { value }) => put({ addressableUserName: value })}
        />
      </Field>
    </Pane>
  )
}

function editOf({
  displayName,
  groupTag,
  userPrincipalName,
  addressableUserName,
}: Device): DeviceEdit {
  return { displayName, groupTag, userPrincipalName, addressableUserName }
}

function fieldsOf(of: DeviceEdit): Fields {
  return editedFields.map((field) => [deviceFields[field], of[field]])
}
