/** One device's name, tag and user. */
import { Field, Input } from '@fluentui/react-components'
import { type ReactNode, useRef, useState } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { notify } from '../../../act/notify.tsx'
import { useEdit } from '../../../act/use-edit.ts'
import { type DeviceEdit, editedFields, placeOfDevice } from '../../../api/device-acts.ts'
import { useMay } from '../../../api/me.ts'
import { queryClient } from '../../../api/query-client.ts'
import { Changed, type Fields } from '../../../look/changed-meanwhile.tsx'
import { Pane } from '../../../look/pane.tsx'
import { PaneFooter } from '../../../look/pane-footer.tsx'
import { texts } from '../../../texts/texts.ts'
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
  const [form, setForm] = useState(() => formOf(first))
  const isBusy = useRef(false)
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))
  const fault = faultOfName(form.displayName)
  const isReadOnly = !may('devices.update')
  const edit = useEdit({
    place: placeOfDevice(first.id),
    first: { value: first, version: first.etag },
    formOf,
    form,
    requestOf,
    show: setForm,
  })
  const device = edit.base ?? first
  const { userPrincipalName, addressableUserName } = form.user

  /** Nobody is greeted by the name of the user before. */
  function greetingOf(user: string, person: Person | undefined): string {
    if (person !== undefined) return person.displayName
    return user === device.userPrincipalName ? device.addressableUserName : ''
  }

  async function saved(isDone: boolean): Promise<void> {
    if (!isDone) return
    onClose()
    notify({ text: deviceEdit.saved(device.serialNumber) })
    await queryClient.invalidateQueries({ queryKey: ['devices'] })
  }

  async function save(): Promise<void> {
    if (fault !== undefined || isReadOnly || isBusy.current) return
    // The button stays as it is: one that is switched off loses the focus.
    isBusy.current = true
    const isDone = await edit.save()
    isBusy.current = false
    await saved(isDone)
  }

  return (
    <Pane
      title={deviceEdit.titleOne(device.serialNumber)}
      isDirty={edit.isTyped && !isReadOnly}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <PaneFooter
          act={!isReadOnly && common.save}
          disabled={!edit.isTyped || fault !== undefined}
          leave={common.cancel}
          onClose={onClose}
        />
      }
    >
      {isReadOnly && <p className="bar">{common.readOnly}</p>}
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
          onMine={() => void edit.keepMine().then(saved)}
          onTheirs={edit.takeTheirs}
        />
      )}
      <Field
        label={deviceFields.displayName}
        {...(fault === undefined
          ? {
              hint: `${deviceEdit.nameLength(form.displayName.length)} · ${deviceEdit.nameOnPremises}`,
            }
          : { validationState: 'error' as const, validationMessage: fault })}
      >
        <Input
          value={form.displayName}
          disabled={isReadOnly}
          onChange={(_, { value }) => put({ displayName: value })}
        />
      </Field>
      <TagField
        label={deviceFields.groupTag}
        value={form.groupTag}
        disabled={isReadOnly}
        onChange={(groupTag) => put({ groupTag })}
      />
      <UserField
        label={deviceFields.userPrincipalName}
        value={userPrincipalName}
        disabled={isReadOnly}
        onChange={(user, person) =>
          put({ user: { userPrincipalName: user, addressableUserName: greetingOf(user, person) } })
        }
      />
      <Field label={deviceFields.addressableUserName}>
        <Input
          value={addressableUserName}
          disabled={isReadOnly || userPrincipalName === ''}
          onChange={(_, { value }) =>
            put({ user: { userPrincipalName, addressableUserName: value } })
          }
        />
      </Field>
    </Pane>
  )
}

type Form = Pick<DeviceEdit, 'displayName' | 'groupTag'> & {
  /** Together: nobody is greeted by the name of somebody else's user. */
  readonly user: Pick<DeviceEdit, 'userPrincipalName' | 'addressableUserName'>
}

function formOf(of: Device): Form {
  const { displayName, groupTag, userPrincipalName, addressableUserName } = of
  return { displayName, groupTag, user: { userPrincipalName, addressableUserName } }
}

function requestOf({ displayName, groupTag, user }: Form): DeviceEdit {
  const userPrincipalName = user.userPrincipalName.trim()
  return { displayName, groupTag, ...user, userPrincipalName }
}

function fieldsOf(form: Form): Fields {
  const edited = requestOf(form)
  return editedFields.map((field) => [deviceFields[field], edited[field]])
}
