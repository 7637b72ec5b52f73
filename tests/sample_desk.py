"""The settings and the script of a show as somebody writes them in an editor."""

SHOW = """\
title: A Small Show
pillars:
  zoom: {name: "Zoom In, Zoom Out", short: Zoom, wording: ['zoom (in|out)']}
  why-not: {name: "Why Not X?", short: Why Not, wording: ['why not']}
marks:
  detail: {name: implementation detail, pillar: zoom}
narrator: narrator
speakers: {HOST: narrator, GUEST: guest}
lexicons: [voices/lexicon.yaml]
sounds:
  theme: {file: assets/theme.wav, kind: bed}
  hit: {file: assets/hit.wav, kind: stinger, gain_db: -6, fade_s: 0.5}
"""

SCRIPT = """\
---
id: ep01
title: Queues
speakers:
  ANA: guest
lexicon: {etcd: et see dee}
---

# Queues

::music{bed="theme" fade=2s}

ANA: Welcome back 🎙️ to the café. The p99 is 12 ms today.

HOST: We measured etcd for a week.

## Zoom Out: the pipeline

ANA: Every stage has a queue in front of it, and every queue has a length.

### The details

| a | b |
|---|---|
| 1 | 2 |

HOST: That is [all there is]{.detail} to say.
"""
