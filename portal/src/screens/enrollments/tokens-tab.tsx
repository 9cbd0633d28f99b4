/** Tokens of the last day, and a new one for the next device. */
import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { EnrollmentTokenView, MadeEnrollmentToken } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Empty } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'

const { enrollmentTokens: words, enrollments, common } = texts
const path = `${admin}/enrollment-tokens`

const columns = [
  textColumn<EnrollmentTokenView>(
    ['state', words.columns.state],
    ({ state }) => words.states[state],
    { width: 130, phone: true },
  ),
  textColumn<EnrollmentTokenView>(
    ['user', words.columns.user],
    ({ userPrincipalName }) => userPrincipalName ?? '',
    {
      width: 220,
      grows: true,
      phone: true,
      cell: ({ userPrincipalName }) => (
        <OutsideText text={userPrincipalName} empty={common.empty} />
      ),
    },
  ),
  textColumn<EnrollmentTokenView>(
    ['ownership', words.columns.ownership],
    ({ ownership }) => enrollments.ownership[ownership],
    { width: 130 },
  ),
  textColumn<EnrollmentTokenView>(['by', words.columns.by], ({ createdBy }) => createdBy, {
    width: 220,
    cell: ({ createdBy }) => <OutsideText text={createdBy} />,
  }),
  textColumn<EnrollmentTokenView>(
    ['until', words.columns.until],
    ({ expiresDateTime }) => expiresDateTime,
    { width: 130, cell: ({ expiresDateTime }) => <Time at={expiresDateTime} /> },
  ),
  {
    key: 'withdraw',
    title: words.withdraw,
    width: 120,
    text: () => '',
    cell: (row: EnrollmentTokenView) => <Withdraw of={row} />,
  },
]

function Withdraw({ of: { id, state } }: { of: EnrollmentTokenView }): ReactNode {
  const may = useMay()
  if (state !== 'unused' || !may('enrollment-tokens.delete')) return null
  return (
    <Button
      size="small"
      onClick={() =>
        void attempt(async () => {
          await ask(`${path}/${id}`, { method: 'DELETE' })
          notify({ text: words.withdrawn })
          await entitiesChanged()
        })
      }
    >
      {words.withdraw}
    </Button>
  )
}

export function TokensTab(): ReactNode {
  const may = useMay()
  const [isMaking, setIsMaking] = useState(false)
  const query = useLongList<EnrollmentTokenView>(`${path}?limit=500`, { by: 'after' })
  return (
    <>
      {may('enrollment-tokens.create') && (
        <div>
          <Button appearance="primary" onClick={() => setIsMaking(true)}>
            {words.make}
          </Button>
        </div>
      )}
      <SimpleList
        name={enrollments.tabs.tokens}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ userPrincipalName, id }) => userPrincipalName ?? id}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
      />
      {isMaking && <Making onClose={() => setIsMaking(false)} />}
    </>
  )
}

function Making({ onClose }: { onClose: () => void }): ReactNode {
  const [user, setUser] = useState('')
  const [isPersonal, setIsPersonal] = useState(false)
  const [made, setMade] = useState<MadeEnrollmentToken>()

  async function make(): Promise<void> {
    await attempt(async () => {
      const body = {
        ownership: isPersonal ? 'personal' : 'corporate',
        ...(user.trim() !== '' && { userPrincipalName: user.trim() }),
      }
      setMade(await ask<MadeEnrollmentToken>(path, { method: 'POST', body }))
      await entitiesChanged()
    })
  }

  return (
    <Pane
      title={words.make}
      isDirty={user !== '' && made === undefined}
      onClose={onClose}
      onSubmit={() => void make()}
      footer={<PaneFooter act={made === undefined && words.make} onClose={onClose} />}
    >
      {made === undefined ? (
        <>
          <Field label={words.forUser} hint={words.forUserHint}>
            <Input value={user} maxLength={320} onChange={(_, { value }) => setUser(value)} />
          </Field>
          <Checkbox
            label={words.isPersonal}
            checked={isPersonal}
            onChange={(_, { checked }) => setIsPersonal(checked === true)}
          />
        </>
      ) : (
        <>
          <ShownOnce title={words.shownTitle} text={words.shownText} secret={made.token} />
          <code className="code">{made.discoveryUrl}</code>
        </>
      )}
    </Pane>
  )
}
