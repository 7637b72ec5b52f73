"""Segment → sound: one adapter a file, found through entry points."""

from studio.engines.contract import AnyEngine, Engine, EngineInfo, Input, Recording, Utterance
from studio.engines.registry import engine_names, find_engine

__all__ = ["AnyEngine", "Engine", "EngineInfo", "Input", "Recording", "Utterance", "engine_names", "find_engine"]
