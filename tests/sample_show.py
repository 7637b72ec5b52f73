"""The configuration and the script of a small show."""

STUDIO_YAML = """\
title: A Small Show
author: The Makers
language: en-US
site: https://show.example/
artwork: assets/cover.jpg
description: A show for tests.
feed:
  url: https://show.example/feed.xml
  categories: [Technology]
pillars:
  implementation: {name: Implementation Detail Mandate, short: Under the Hood, wording: ['under the hood']}
  why-not: {name: "Why Not X?", short: Why Not, wording: ['why not']}
  zoom: {name: "Zoom In, Zoom Out", short: Zoom, wording: ['zoom (in|out)']}
  formalism: {name: Formalism Foundation, short: Formalism, wording: ['formal']}
marks:
  detail: {name: implementation detail, pillar: implementation}
narrator: narrator
"""

SCRIPT = """\
---
id: ep01
number: 1
title: The First Episode
summary: Four short parts.
---

# The First Episode

Welcome to the show. Today we look at queues, and at what happens when they fill up.

## Under the Hood: the ring buffer

A ring buffer keeps two indices. The writer moves one of them, and the reader moves the other.

When the indices meet, the buffer is empty.

## Why Not a linked list?

A linked list would allocate memory for every message. The garbage collector would notice that.

## Zoom Out: the whole pipeline

Now step back and look at the pipeline. Every stage has a queue in front of it.

## A formal bound

Little's law ties the three numbers together. The length of a queue is the arrival rate times the waiting time.
"""
