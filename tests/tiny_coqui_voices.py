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


def make_xtts(folder: Path) -> Path:
    """An XTTS folder (``model.pth``, ``config.json``, ``vocab.json``) that speaks for a fraction of a second."""
    prepare()
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer
    from TTS.tts.models.xtts import Xtts

    folder.mkdir(parents=True, exist_ok=True)
    symbols = ["[STOP]", "[UNK]", "[SPACE]", "[START]", "[en]", *"abcdefghijklmnopqrstuvwxyz.,;:!?'-"]
    tokenizer = Tokenizer(models.BPE({symbol: number for number, symbol in enumerate(symbols)}, [], unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(symbols[:5])
    tokenizer.save(str(folder / "vocab.json"))
    config = XttsConfig(
        model_args=XttsArgs(
            gpt_layers=1, gpt_n_model_channels=64, gpt_n_heads=2, gpt_max_audio_tokens=8, decoder_input_dim=64,
            gpt_use_perceiver_resampler=True,
        )
    )  # fmt: skip
    torch.manual_seed(0)
    model = Xtts(config)
    model.tokenizer = VoiceBpeTokenizer(str(folder / "vocab.json"))
    model.init_models()
    model.gpt.init_gpt_for_inference(kv_cache=True)
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
    return folder
