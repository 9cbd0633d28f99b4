/** The ways through the portal: at the left, as icons where it is narrow, at the bottom of a phone. */
import { Menu, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { MoreHorizontal20Regular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useMe } from '../api/me.ts'
import { texts } from '../texts/texts.ts'
import { isFor, type NavItem, navItems } from './screens.tsx'

export type Badges = Readonly<Record<string, number>>

export function Navigation({ badges }: { badges: Badges }): ReactNode {
  const { data: me } = useMe()
  const [path, navigate] = useLocation()
  const items = navItems.filter((item) => isFor(me, item))
  const inBar = barOf(items)
  const others = items.filter((item) => !inBar.has(item))
  const isElsewhere = others.some((item) => isUnder(path, item.path))
  return (
    <nav className="nav" aria-label={texts.nav.label}>
      {items.map((item) => (
        <NavLink
          key={item.path}
          item={item}
          isInBar={inBar.has(item)}
          current={isUnder(path, item.path)}
          badge={badges[item.path] ?? 0}
        />
      ))}
      {others.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <button
              type="button"
              className={isElsewhere ? 'nav-link nav-more nav-here' : 'nav-link nav-more'}
              aria-label={texts.nav.more}
            >
              <MoreHorizontal20Regular />
              <span>{texts.nav.more}</span>
            </button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {others.map(({ path: to, label, icon }) => (
                <MenuItemLink
                  key={to}
                  href={to}
                  icon={icon}
                  onClick={(event) => {
                    event.preventDefault()
                    navigate(to)
                  }}
                >
                  {label}
                </MenuItemLink>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </nav>
  )
}

const roomInBar = 5

/** What stands in the bar of a phone: what it is used for there, and of the rest as many as there is room for. */
function barOf(items: readonly NavItem[]): ReadonlySet<NavItem> {
  const isFirst = ({ phone }: NavItem) => phone === true
  const inOrder = [...items.filter(isFirst), ...items.filter((item) => !isFirst(item))]
  return new Set(inOrder.slice(0, roomInBar))
}

type NavLinkProps = {
  readonly item: NavItem
  readonly isInBar: boolean
  readonly current: boolean
  readonly badge: number
}

function NavLink({ item, isInBar, current, badge }: NavLinkProps): ReactNode {
  const { path, label, icon } = item
  return (
    <Link
      href={path}
      className={isInBar ? 'nav-link' : 'nav-link nav-wide'}
      aria-current={current ? 'page' : undefined}
      title={label}
    >
      {icon}
      <span className="nav-text">{label}</span>
      {badge > 0 && <span className="badge">{badge > 99 ? '99+' : badge}</span>}
    </Link>
  )
}

export function isUnder(path: string, item: string): boolean {
  return path === item || path.startsWith(`${item}/`)
}
