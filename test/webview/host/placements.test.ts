import { describe, expect, test } from 'vitest'
import { Placements } from '../../../extension/src/diagram/job/placements.ts'
import type { Point } from '../../../extension/src/layout/index.ts'

const operator = (key: string, text = key) => ({ key, trace: { method: 'map', text } })
const at = (x: number, y = 0): Point => ({ x, y })
const moved = (key: string, point: Point | undefined) => new Map([[key, point]])

function placements(...keys: string[]) {
  const made = new Placements()
  made.follow(keys.map((key) => operator(key)))
  return made
}

describe('a move is a step', () => {
  test('that is undone and done again', () => {
    const places = placements('a', 'b')
    places.move(moved('a', at(10)))
    places.move(moved('a', at(20)))
    places.textChanged('undo', true)
    expect(places.get('a')).toEqual(at(10))
    places.textChanged('undo', true)
    expect(places.get('a')).toBeUndefined()
    places.textChanged('redo', true)
    places.textChanged('redo', true)
    expect(places.get('a')).toEqual(at(20))
  })

  test('when_theTextWasEdited_then_whatWasUndoneIsNotDoneAgain', () => {
    const places = placements('a')
    places.move(moved('a', at(10)))
    places.textChanged('undo', true)
    places.textChanged('edit', false)
    places.textChanged('redo', true)
    expect(places.get('a')).toBeUndefined()
  })

  test('leaving a box to the layout is one too', () => {
    const places = placements('a')
    places.move(moved('a', at(10)))
    places.move(moved('a', undefined))
    expect(places.get('a')).toBeUndefined()
    places.textChanged('undo', true)
    expect(places.get('a')).toEqual(at(10))
  })

  test('when there is none left, undoing more changes nothing', () => {
    const places = placements('a')
    places.put('a', at(4))
    places.textChanged('undo', true)
    places.textChanged('redo', true)
    expect(places.get('a')).toEqual(at(4))
  })
})

describe('operators come and go', () => {
  test('when_aPlacedOneIsDeletedAndUndoBringsItBack_then_itHasItsPlace_evenUnderAnotherKey', () => {
    const places = placements('a', 'b')
    places.move(moved('b', at(30)))
    places.follow([operator('a')])
    expect(places.get('b')).toBeUndefined()
    places.textChanged('undo', false)
    places.follow([operator('a'), operator('b 2', 'b')])
    expect(places.get('b 2')).toEqual(at(30))
  })

  test('when_aMoveIsUndoneOfOneThatCameBackUnderAnotherKey_then_thatOneGoesBack', () => {
    const places = placements('a', 'b')
    places.move(moved('b', at(30)))
    places.move(moved('b', at(50)))
    places.follow([operator('a')])
    places.textChanged('undo', false)
    places.follow([operator('a'), operator('b 2', 'b')])
    places.textChanged('undo', true)
    expect(places.get('b 2')).toEqual(at(30))
  })

  test('when_theSameIsWrittenAgain_then_theLayoutPlacesIt', () => {
    const places = placements('a', 'b')
    places.move(moved('b', at(30)))
    places.textChanged('edit', false)
    places.follow([operator('a')])
    places.textChanged('edit', false)
    places.follow([operator('a'), operator('b')])
    expect(places.get('b')).toBeUndefined()
  })

  test('a new one does not get the place of another that is gone', () => {
    const places = placements('a', 'b')
    places.move(moved('b', at(30)))
    places.follow([operator('a')])
    places.follow([operator('a'), operator('c')])
    expect(places.get('c')).toBeUndefined()
  })
})

describe('the file beside the job', () => {
  test('has all operators in the order of the text, the placed ones with their places', () => {
    const places = placements('a', 'b')
    places.move(moved('b', at(30.4, -2.6)))
    expect(places.sidecar()).toEqual({
      operators: [
        { trace: { method: 'map', text: 'a' } },
        { trace: { method: 'map', text: 'b' }, placed: { x: 30, y: -3 } },
      ],
    })
  })

  test('is not there while nobody has placed anything', () => {
    expect(placements('a', 'b').sidecar()).toBeUndefined()
  })

  test('finds operators again that were edited outside, whichever of text and file is read first', () => {
    const stored = placements('a', 'b', 'c')
    stored.move(moved('b', at(30)))
    const sidecar = stored.sidecar()!
    const now = [operator('k1', 'a'), operator('k2', 'b'), operator('k3', 'new'), operator('k4', 'c')]

    const textFirst = new Placements()
    textFirst.follow(now)
    textFirst.load(sidecar)
    const fileFirst = new Placements()
    fileFirst.load(sidecar)
    fileFirst.follow(now)

    for (const places of [textFirst, fileFirst]) {
      expect(now.map(({ key }) => places.get(key))).toEqual([undefined, at(30), undefined, undefined])
    }
  })

  test('when_theTextIsReverted_then_placesAreThoseThatWereSaved', () => {
    const places = placements('a', 'b')
    places.move(moved('a', at(10)))
    places.saved(places.sidecar())
    places.move(moved('a', at(99)))
    places.move(moved('b', at(5)))
    expect(places.revert()).toBe(true)
    expect(places.revert()).toBe(false)
    expect([places.get('a'), places.get('b')]).toEqual([at(10), undefined])
    places.textChanged('undo', true)
    expect(places.get('a')).toEqual(at(10))
  })

  test('when_undoLeadsToWhatWasSaved_then_redoBringsTheMoveBack', () => {
    const places = placements('a')
    places.load({ operators: [] })
    places.move(moved('a', at(10)))
    places.textChanged('undo', true)
    places.revert()
    places.textChanged('redo', true)
    expect(places.get('a')).toEqual(at(10))
  })
})
