import { createRoot } from 'react-dom/client'
import { Landing } from './landing.tsx'

export function showLanding(root: HTMLElement, { stopped }: { stopped: boolean }): void {
  createRoot(root).render(<Landing stopped={stopped} />)
}
