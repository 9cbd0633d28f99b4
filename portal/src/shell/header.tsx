/** The line at the top: whose portal it is, what runs, who one is. */
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import {
  Alert20Regular,
  AlertBadge20Regular,
  Person20Regular,
  SignOut20Regular,
} from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { notify } from '../act/notify.tsx'
import { leaveAllBy } from '../act/unsaved.ts'
import { tagsOf, useMe } from '../api/me.ts'
import { signOut } from '../auth/session.ts'
import { OutsideText } from '../look/outside-text.tsx'
import { Logo } from '../look/pictures.tsx'
import { texts } from '../texts/texts.ts'

export type HeaderProps = { readonly running: number; readonly onJobs: () => void }

export function Header({ running, onJobs }: HeaderProps): ReactNode {
  const { data: me } = useMe()
  const tags = tagsOf(me)
  return (
    <header className="header">
      <Link href="/overview" className="brand">
        <Logo />
        <strong>{texts.common.product}</strong>
      </Link>
      <span className="tenant">
        {me !== undefined && <OutsideText text={me.tenant.displayName} />}
      </span>
      {tags !== null && me !== undefined && (
        <span className="quiet tags">
          {texts.shell.tags(tags.map((tag) => tag || texts.common.empty).join(', '))}
        </span>
      )}
      <span className="grow" />
      <Button
        appearance="subtle"
        icon={running > 0 ? <AlertBadge20Regular /> : <Alert20Regular />}
        aria-label={running > 0 ? texts.shell.jobsRunning(running) : texts.shell.jobs}
        title={texts.shell.jobs}
        onClick={onJobs}
      />
      <Account />
    </header>
  )
}

const { shell, common } = texts

/** Asked where a tab holds something that is neither saved nor sent. */
const question = {
  title: shell.signOutTitle,
  text: shell.signOutText,
  act: shell.signOut,
  leave: common.cancel,
}

function leave(): void {
  signOut().catch(() => notify({ text: shell.notSignedOut, intent: 'error' }))
}

function Account(): ReactNode {
  const { data: me } = useMe()
  const [, navigate] = useLocation()
  const name = me?.user.displayName ?? ''
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <button type="button" className="face" title={texts.shell.account(name)}>
          {initialsOf(name)}
          <span className="hidden-text"> {texts.shell.account(name)}</span>
        </button>
      </MenuTrigger>
      <MenuPopover>
        <div className="who">
          <strong>
            <OutsideText text={name} />
          </strong>
          <OutsideText text={me?.user.userPrincipalName} />
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItemLink
            href="/me"
            icon={<Person20Regular />}
            onClick={(event) => {
              event.preventDefault()
              navigate('/me')
            }}
          >
            {texts.nav.me}
          </MenuItemLink>
          <MenuItem icon={<SignOut20Regular />} onClick={() => void leaveAllBy(leave, question)}>
            {texts.shell.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toUpperCase() || '·'
}
