/** A new role of the organization. */
import { type ReactNode, useState } from 'react'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { access } from '../../texts/access-texts.ts'
import { bodyOf, type Form, isReady, RoleFields, rolesPath } from './role-fields.tsx'

const words = access.roles

export function NewRole({ onClose }: { onClose: () => void }): ReactNode {
  const [form, setForm] = useState<Form>({ displayName: '', description: '', permissions: [] })

  async function create(): Promise<void> {
    if (!(await attempt(() => ask(rolesPath, { method: 'POST', body: bodyOf(form) })))) return
    notify({ text: words.made })
    await entitiesChanged()
    onClose()
  }

  return (
    <Pane
      title={words.create}
      isDirty={form.displayName !== ''}
      onClose={onClose}
      onSubmit={() => void create()}
      footer={<PaneFooter act={words.create} disabled={!isReady(form)} onClose={onClose} />}
    >
      <RoleFields form={form} onForm={setForm} />
    </Pane>
  )
}
