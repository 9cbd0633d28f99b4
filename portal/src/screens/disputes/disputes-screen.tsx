/** Disputes: whose registration of a hash alone another has proved, what waits for whom, and how it ended. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { ClaimToken, DisputeView } from 'taxiway-autopilot/admin'
import { Link, useLocation } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { useDisputes } from '../../api/dispute-list.ts'
import { isUndecided, waitsForMe } from '../../api/disputes.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { clockTime, dayOf, Time } from '../../look/time.tsx'
import { disputes as words } from '../../texts/dispute-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'

const { common, deviceList } = texts

function columnsFor(isOperator: boolean) {
  const toneOf = (row: DisputeView): Tone =>
    waitsForMe(row, isOperator) ? 'bad' : isUndecided(row) ? 'busy' : 'idle'
  return [
    textColumn<DisputeView>(['serial', words.columns.serial], ({ serialNumber }) => serialNumber, {
      width: 200,
      phone: true,
      cell: ({ id, serialNumber }) => (
        <Link className="link" href={`/disputes/${id}`} tabIndex={-1}>
          <OutsideText text={serialNumber} empty={deviceList.noSerial} />
        </Link>
      ),
    }),
    textColumn<DisputeView>(['side', words.columns.side], ({ side }) => words.sides[side], {
      width: 240,
      grows: true,
    }),
    textColumn<DisputeView>(['state', words.columns.state], ({ state }) => words.states[state], {
      width: 180,
      phone: true,
      cell: (row) => <Status tone={toneOf(row)}>{words.states[row.state]}</Status>,
    }),
    textColumn<DisputeView>(['opened', words.columns.opened], (row) => row.openedDateTime, {
      width: 150,
      cell: ({ openedDateTime }) => <Time at={openedDateTime} />,
    }),
    textColumn<DisputeView>(['due', words.columns.due], (row) => row.dueDateTime, {
      width: 150,
      cell: ({ state, dueDateTime }) =>
        state === 'open' ? <Time at={dueDateTime} /> : common.empty,
    }),
  ]
}

const momentOf = (time: string) => `${clockTime(time)}, ${dayOf(time)}`

export function DisputesScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useDisputes()
  const [token, setToken] = useState<ClaimToken>()
  if (!(may('identity.read') || may('tenants.write'))) return <NoPermission />

  async function newToken(): Promise<void> {
    await attempt(async () =>
      setToken(await ask<ClaimToken>(`${admin}/claim-tokens`, { method: 'POST', body: {} })),
    )
  }

  return (
    <Page
      title={words.title}
      isFull
      aside={
        may('identity.decide') && <Button onClick={() => void newToken()}>{words.newToken}</Button>
      }
    >
      {token !== undefined && (
        <ShownOnce
          title={words.tokenTitle}
          text={words.tokenText(momentOf(token.expiresDateTime))}
          secret={token.token}
        />
      )}
      <SimpleList
        name={words.title}
        query={query}
        columns={columnsFor(may('tenants.write'))}
        idOf={({ id }) => id}
        nameOf={({ serialNumber }) => serialNumber || deviceList.noSerial}
        onOpen={({ id }) => navigate(`/disputes/${id}`)}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
      />
    </Page>
  )
}
