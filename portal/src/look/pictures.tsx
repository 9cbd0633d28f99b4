/** Small pictures for pages with nothing to list; two tones of the theme and the yellow line of a taxiway. */
import type { ReactNode } from 'react'

const ground = (
  <>
    <path className="ground" d="M0 96h160v24H0z" />
    <path className="line" d="M12 108h22m12 0h22m12 0h22m12 0h22" />
  </>
)

const drawings = {
  devices: (
    <>
      <rect className="lid" x="44" y="36" width="72" height="46" rx="4" />
      <path className="base" d="M36 84h88l6 8H30z" />
      <path className="glint" d="M54 46h20M54 54h34" />
    </>
  ),
  windsock: (
    <>
      <path className="base" d="M52 96V30" />
      <path className="lid" d="M54 32l54 8v12l-54 12z" />
      <path className="glint" d="M72 35v26M90 38v20" />
    </>
  ),
  stop: (
    <>
      <path className="base" d="M40 96V70m80 26V70" />
      <rect className="bar" x="28" y="54" width="104" height="18" rx="9" />
      <path className="glint" d="M44 63h0m24 0h0m24 0h0m24 0h0" />
    </>
  ),
  crossed: (
    <>
      <rect className="lid" x="62" y="50" width="36" height="36" rx="18" />
      <path className="base" d="M56 90h48" />
      <path className="cross" d="M50 34l60 60m0-60L50 94" />
    </>
  ),
  plane: (
    <path
      className="lid"
      d="M80 26c5 0 7 7 7 16v10l34 22v8l-34-10v14l10 8v6l-17-5-17 5v-6l10-8V72L39 82v-8l34-22V42c0-9 2-16 7-16z"
    />
  ),
  tower: (
    <>
      <path className="base" d="M68 96l4-42h16l4 42" />
      <path className="lid" d="M58 34h44l-6 20H64z" />
      <path className="glint" d="M20 76h40m14 10h66M34 62h30m36 6h34" />
    </>
  ),
} as const

export type PictureName = keyof typeof drawings

export function Picture({ name }: { name: PictureName }): ReactNode {
  return (
    <svg className="picture" viewBox="0 0 160 120" width="160" height="120" aria-hidden="true">
      {ground}
      {drawings[name]}
    </svg>
  )
}

export function Logo({ size = 24 }: { size?: number }): ReactNode {
  return (
    <svg className="logo" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0f6cbd" />
      <path d="M11 5 6 27h3.2L13 5zM21 5l5 22h-3.2L19 5z" fill="#fff" />
      <path d="M15 5h2v5h-2zm-.2 8h2.4v5h-2.4zm-.3 8h3v6h-3z" fill="#ffd23f" />
    </svg>
  )
}
