"""In which script a text is written, as far as its letters show it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

# The first word of a letter's Unicode name tells its script; the codes are ISO 15924.
_CODES = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr",
    "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr",
    "GEORGIAN": "Geor", "ARMENIAN": "Armn", "ETHIOPIC": "Ethi", "KHMER": "Khmr",
    "HANGUL": "Hang", "CJK": "Hani", "HIRAGANA": "Hira", "KATAKANA": "Hira",
    "HALFWIDTH": "Hira", "BOPOMOFO": "Bopo", "MONGOLIAN": "Mong", "CHEROKEE": "Cher",
    "SYRIAC": "Syrc", "THAANA": "Thaa", "NKO": "Nkoo", "TIFINAGH": "Tfng", "KAYAH": "Kali",
    "HANIFI": "Rohg", "NYIAKENG": "Hmnp", "PAHAWH": "Hmng", "ADLAM": "Adlm", "VAI": "Vaii",
    "OL": "Olck", "JAVANESE": "Java", "CANADIAN": "Cans", "YI": "Yiii", "FULLWIDTH": "Latn",
}  # fmt: skip
# Scripts in which a language may be written, where its code names more or less than one.
_ACCEPTED = {
    "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani", "Bopo"}),
    "Jpan": frozenset({"Hani", "Hira"}),
    "Kore": frozenset({"Hang", "Hani"}),
}
# Languages that are rightly printed in a second script beside the one in the register.
_ALSO = {
    "sr": frozenset({"Cyrl", "Latn"}),
    "bs": frozenset({"Cyrl", "Latn"}),
    "uz": frozenset({"Cyrl", "Latn"}),
    "kmr": frozenset({"Latn", "Arab"}),
    "ff": frozenset({"Latn", "Adlm"}),
    "mnk": frozenset({"Latn", "Nkoo", "Arab"}),
    "bm": frozenset({"Latn", "Nkoo"}),
    "hnj": frozenset({"Latn", "Hmnp", "Hmng"}),
    "mww": frozenset({"Latn", "Hmnp", "Hmng"}),
    "rhg": frozenset({"Rohg", "Arab", "Latn"}),
    "kyu": frozenset({"Kali", "Mymr"}),
    "wo": frozenset({"Latn", "Arab"}),
}
# Characters in daily use that only one way of writing Chinese has, in pairs of the same word.
_PAIRS = (
    "们們这這个個国國时時来來为為会會对對说說从從过過还還进進现現关關实實电電门門问問间間无無"
    "书書车車长長东東马馬开開让讓给給经經两兩样樣应應请請须須学學习習语語读讀写寫话話谁誰认認识識"
    "证證记記设設许許译譯词詞询詢该該详詳误誤课課调調谢謝护護报報场場块塊声聲处處备備复複头頭"
    "妇婦孙孫宁寧宝寶审審将將尔爾导導层層岁歲帮幫师師带帶广廣庆慶库庫张張归歸当當录錄彻徹"
    "忆憶怀懷态態总總户戶扩擴执執择擇据據担擔拥擁损損换換数數断斷旧舊显顯晓曉术術机機杂雜权權"
    "条條极極构構标標桥橋检檢楼樓欢歡气氣汉漢汇匯沟溝测測济濟满滿灾災点點热熱爱愛状狀独獨环環"
    "产產疗療监監盖蓋盘盤码碼确確种種积積稳穩穷窮竞競笔筆签簽简簡类類紧緊红紅约約级級纪紀纯純"
    "线線组組细細织織终終结結绝絕统統继繼续續维維综綜绿綠编編缘緣罗羅罚罰职職联聯肤膚胜勝脑腦"
    "脚腳艺藝节節药藥营營获獲补補装裝见見观觀规規视視觉覺览覽计計订訂讨討训訓议議论論访訪评評"
    "诉訴诊診试試诗詩诚誠费費贝貝负負财財责責败敗货貨质質购購贵貴贷貸贸貿资資赔賠赛賽转轉轮輪"
    "软軟轻輕较較载載输輸达達迁遷运運近近远遠违違连連迟遲适適选選递遞遗遺邮郵邻鄰释釋针針钟鐘"
    "钱錢铁鐵银銀错錯键鍵镇鎮闭閉闻聞阅閱队隊阳陽阴陰阶階际際陆陸险險随隨难難静靜页頁项項顺順"
    "顾顧预預领領频頻题題额額风風飞飛饭飯饮飲馆館验驗驾駕鱼魚鸟鳥龙龍龄齡"
)
_SIMPLIFIED = frozenset(_PAIRS[::2]) - frozenset(_PAIRS[1::2])
_TRADITIONAL = frozenset(_PAIRS[1::2]) - frozenset(_PAIRS[::2])
_OF_ONE_CHINESE = {"Hans": (_SIMPLIFIED, _TRADITIONAL), "Hant": (_TRADITIONAL, _SIMPLIFIED)}
# Texts with fewer such characters than this do not tell which Chinese they are.
_CHINESE_AT_LEAST = 4
_KANA_AT_LEAST_IN = 40

# One sign of these stands for about two letters of an alphabet (TICO-19: 0.33 of the English).
_SYLLABLES = frozenset({"Hani", "Hira", "Hang", "Ethi"})
_LETTERS_A_SYLLABLE = 2
_STRANGE_LETTERS = 6
_SHARE = 3

# Scripts whose texts have no spaces between words, where zero-width spaces are at home.
UNSPACED = frozenset({"Hans", "Hant", "Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Kali"})
# Scripts in which joiners and non-joiners belong to the spelling.
JOINING = frozenset(
    {"Arab", "Syrc", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"}
    | {"Sinh", "Khmr", "Mymr", "Rohg", "Adlm", "Nkoo", "Mong"}
)


class _Scripts(dict[str, str]):
    """The script of each letter, found out when it is first met; empty for other signs."""

    def __missing__(self, sign: str) -> str:
        self[sign] = code = _script_of(sign)
        return code


def _script_of(sign: str) -> str:
    if unicodedata.category(sign) not in {"Lu", "Ll", "Lt", "Lo"}:
        return ""
    name = unicodedata.name(sign, "")
    return _CODES.get(name.partition(" ")[0], "Zzzz" if name else "")


_SCRIPTS = _Scripts()


def scripts_of(text: str) -> Counter[str]:
    """How many letters of each script a text has, the commonest first."""
    found: Counter[str] = Counter()
    for sign, count in Counter(text).items():
        code = _SCRIPTS[sign]
        if code:
            found[code] += count
    return Counter(dict(found.most_common()))


def accepted_scripts(tag: str, script: str) -> frozenset[str]:
    """The scripts in which a text of this language may stand; none if any may."""
    if not script:
        return frozenset()
    if tag.count("-") and tag.split("-")[1].title() == script:
        return _ACCEPTED.get(script, frozenset({script}))
    return _ACCEPTED.get(script) or _ALSO.get(tag.partition("-")[0], frozenset({script}))


def wrong_script(text: str, accepted: frozenset[str], at_least: int) -> str:
    """The script in which most letters are, if it is not accepted; empty if all is well.

    Texts with fewer letters than `at_least` are not judged; where the language is written in Latin
    letters a few of another script are enough. A third of the letters is enough:
    names and terms in Latin letters are longer than the words around them.
    """
    found = scripts_of(text)
    for code in _SYLLABLES & found.keys():
        found[code] *= _LETTERS_A_SYLLABLE
    least = _STRANGE_LETTERS if "Latn" in accepted else at_least
    if not accepted or found.total() < least:
        return ""
    expected = sum(count for code, count in found.items() if code in accepted)
    if expected * _SHARE >= found.total():
        return ""
    return max((code for code in found if code not in accepted), key=lambda code: found[code])


def wrong_chinese(texts: Iterable[str], script: str) -> str:
    """The script of Chinese that a text is in, "Hans" or "Hant", if it is not this; else empty."""
    if script not in _OF_ONE_CHINESE:
        return ""
    right, wrong = _OF_ONE_CHINESE[script]
    signs = Counter[str]()
    for text in texts:
        signs.update(text)
    of_right = sum(count for sign, count in signs.items() if sign in right)
    of_wrong = sum(count for sign, count in signs.items() if sign in wrong)
    if of_wrong < _CHINESE_AT_LEAST or of_wrong <= of_right:
        return ""
    return "Hant" if script == "Hans" else "Hans"


def lacks_kana(texts: Iterable[str], script: str) -> str:
    """The script "Hani" for a Japanese text long enough to have kana that has none; else empty."""
    if script != "Jpan":
        return ""
    found = scripts_of("".join(texts))
    return "Hani" if found["Hani"] >= _KANA_AT_LEAST_IN and not found["Hira"] else ""
