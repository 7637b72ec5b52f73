"""VITS models with random weights and a few thousand parameters, saved and loaded as real ones are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.engines.coqui_setup import prepare

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def make_vits(folder: Path, speakers: Sequence[str] = (), *, phonemes: bool = False) -> Path:
    """Writes ``model.pth``, ``config.json`` and, with speakers, ``speakers.pth``; returns the checkpoint."""
    prepare()
    import torch
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    folder.mkdir(parents=True, exist_ok=True)
    speakers_file = str(folder / "speakers.pth") if speakers else None
    if speakers_file:
        torch.save({name: number for number, name in enumerate(speakers)}, speakers_file)
    arguments = VitsArgs(
        use_speaker_embedding=bool(speakers), speaker_embedding_channels=8, speakers_file=speakers_file,
        hidden_channels=16, hidden_channels_ffn_text_encoder=32, num_heads_text_encoder=2,
        num_layers_text_encoder=1, num_layers_flow=1, num_layers_posterior_encoder=1,
        upsample_initial_channel_decoder=32, resblock_type_decoder="2", resblock_kernel_sizes_decoder=[3],
        resblock_dilation_sizes_decoder=[[1, 3]], upsample_rates_decoder=[8, 8, 4],
        upsample_kernel_sizes_decoder=[16, 16, 8], use_sdp=False, init_discriminator=False,
    )  # fmt: skip
    characters = CharactersConfig(
        characters_class="TTS.tts.models.vits.VitsCharacters", pad="<PAD>", eos=None, bos=None, blank="<BLNK>",
        characters=LETTERS, punctuations="!'(),-.:;? ", phonemes="", is_unique=False, is_sorted=True,
    )  # fmt: skip
    config = VitsConfig(
        model_args=arguments,
        audio=BaseAudioConfig(
            sample_rate=22_050, win_length=1024, hop_length=256, num_mels=80, mel_fmin=0, mel_fmax=None, fft_size=1024
        ),
        use_phonemes=phonemes,
        phonemizer="espeak" if phonemes else None,
        phoneme_language="en-us" if phonemes else None,
        text_cleaner="phoneme_cleaners" if phonemes else "english_cleaners",
        characters=None if phonemes else characters,
        add_blank=True,
        use_speaker_embedding=bool(speakers),
        speakers_file=speakers_file,
        test_sentences=[],
    )
    torch.manual_seed(0)
    model = Vits.init_from_config(config).eval()
    torch.save({"model": model.state_dict(), "step": 0}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
    return folder / "model.pth"
