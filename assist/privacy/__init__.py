"""Recognise the numbers that must not be stored, and mask them before anything is logged.

What is masked, each digit as one ``*`` (a spoken English digit as one a letter), so that every
offset into the text still holds:

- 13 digits and more in a run: bank cards, resident ids (with their final X), accounts;
- 11 digits beginning 13-19 (mobile phones), 10-12 beginning with 0 (landlines), 3-3-4 groups
  (North American phones), 7-8 after a word such as 电话;
- 4-8 digits close to a word such as 验证码, 密码, passcode: codes and passwords;
- in a hypothesis that is not final, 5 digits and more at its end, whatever they may become.

Digits are written (of any script, full-width too) or spoken (幺二三, 壹贰, "four double two"),
alone or in groups that spaces, hyphens, pauses or hesitations part. What stays: amounts, dates,
times, order numbers of up to 12 digits, hotlines (12378, 95588, 400-810-8888) and the last four
of a card, which agents need. A bare number of 13 digits or more is masked even if it is an amount
or an order: better a number too few on the screen than a card in the log.

Masking twice changes nothing. Names are not touched here: see :mod:`.names`.
"""

from __future__ import annotations

from .asked import Asked
from .events import mask_event
from .masking import mask

__all__ = ["Asked", "mask", "mask_event"]
