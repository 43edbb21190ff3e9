"""The texts of the demonstration's documents: short notices in English with our own translations.

They are drafts that nobody checked by profession, and each delivery says so. `{place}` is part of
the city. The first line is the title, each other a paragraph; one that is set in goes on.
"""

from dataclasses import dataclass

DRAFT = "A draft written for this demonstration; no professional translator has checked it."


@dataclass(frozen=True, slots=True)
class Paper:
    """One text: what the rules are told of it, its kind of file, and its languages."""

    document_type: str
    subject: str
    kind: str
    flags: tuple[str, ...]
    texts: dict[str, str]

    def lines(self, tag: str, place: str) -> list[str]:
        """Title and paragraphs in a language."""
        unbroken = self.texts[tag].strip().replace("\n    ", " ")
        return unbroken.format(place=place).split("\n")


PAPERS = {
    "boil": Paper(
        "boil-water-notice",
        "water",
        "docx",
        ("health", "safety", "compliance"),
        {
            "en": """
Boil water notice: {place}
Boil your tap water in {place} before you drink it.
Let the water boil for 1 minute, then let it cool. Use boiled or bottled water to drink,
    cook and brush your teeth.
Questions? Call 510-555-0142, day or night.
""",
            "es": """
Aviso de hervir el agua: {place}
Hierva el agua del grifo en {place} antes de beberla.
Deje hervir el agua durante 1 minuto y luego déjela enfriar. Use agua hervida o
    embotellada para beber, cocinar y cepillarse los dientes.
¿Preguntas? Llame al 510-555-0142, de día o de noche.
""",
            "zh-Hant": """
煮沸用水通知：{place}
飲用 {place} 的自來水前，請先煮沸。
將水煮沸 1 分鐘，然後放涼。飲用、煮食和刷牙時，請使用煮沸過的水或瓶裝水。
有疑問？請致電 510-555-0142，日夜均可。
""",
            "vi": """
Thông báo đun sôi nước: {place}
Hãy đun sôi nước máy ở {place} trước khi uống.
Để nước sôi trong 1 phút rồi để nguội. Dùng nước đã đun sôi hoặc nước đóng chai để uống,
    nấu ăn và đánh răng.
Có câu hỏi? Gọi 510-555-0142, ngày hay đêm.
""",
        },
    ),
    "heat": Paper(
        "alert",
        "safety",
        "txt",
        ("health",),
        {
            "en": """
Cooling center open: {place}
It will be very hot this week. The cooling center in {place} is open from 10:00 to
    20:00.
Come in, rest and drink water. Bring your children and your pets.
Do you need a ride? Call 510-555-0142.
""",
            "es": """
Centro de enfriamiento abierto: {place}
Esta semana hará mucho calor. El centro de enfriamiento en {place} está abierto de 10:00
    a 20:00.
Entre, descanse y beba agua. Traiga a sus niños y a sus mascotas.
¿Necesita transporte? Llame al 510-555-0142.
""",
            "zh-Hant": """
避暑中心開放：{place}
本週天氣將非常炎熱。{place} 的避暑中心開放時間為 10:00 至 20:00。
歡迎進來休息、喝水。請帶上您的孩子和寵物。
需要接送嗎？請致電 510-555-0142。
""",
            "tl": """
Bukas ang cooling center: {place}
Magiging napakainit ngayong linggo. Ang cooling center sa {place} ay bukas mula 10:00
    hanggang 20:00.
Pumasok, magpahinga at uminom ng tubig. Dalhin ang inyong mga anak at alaga.
Kailangan ba ninyo ng masasakyan? Tumawag sa 510-555-0142.
""",
        },
    ),
    "rent": Paper(
        "denial",
        "housing",
        "docx",
        ("compliance",),
        {
            "en": """
Your request for help with rent: {place}
We cannot pay your rent at this time. You have the right to appeal.
Write to us within 10 days. You can ask to be heard in person.
Help in your language is free. Call 510-555-0143.
""",
            "es": """
Su solicitud de ayuda con el alquiler: {place}
No podemos pagar su alquiler en este momento. Usted tiene derecho a apelar.
Escríbanos en un plazo de 10 días. Puede pedir que se le escuche en persona.
La ayuda en su idioma es gratuita. Llame al 510-555-0143.
""",
            "vi": """
Đơn xin trợ giúp tiền thuê nhà của quý vị: {place}
Hiện chúng tôi không thể trả tiền thuê nhà cho quý vị. Quý vị có quyền khiếu nại.
Hãy viết thư cho chúng tôi trong vòng 10 ngày. Quý vị có thể xin được trình bày trực
    tiếp.
Trợ giúp bằng ngôn ngữ của quý vị là miễn phí. Gọi 510-555-0143.
""",
            "ru": """
Ваша заявка на помощь с арендой: {place}
Сейчас мы не можем оплатить вашу аренду. Вы имеете право на апелляцию.
Напишите нам в течение 10 дней. Вы можете попросить о личном приёме.
Помощь на вашем языке бесплатна. Звоните: 510-555-0143.
""",
        },
    ),
    "hearing": Paper(
        "hearing-notice",
        "city-hall",
        "html",
        ("compliance",),
        {
            "en": """
Public hearing: {place}
The city will talk about new homes in {place}. You can come and speak.
Come to City Hall, room 204, at 18:00. Ask 3 days before, and an interpreter is free.
Write to hearings@city.example or call 510-555-0144.
""",
            "es": """
Audiencia pública: {place}
La ciudad hablará de nuevas viviendas en {place}. Usted puede venir y hablar.
Venga al Ayuntamiento, sala 204, a las 18:00. Pídalo 3 días antes y el intérprete es
    gratis.
Escriba a hearings@city.example o llame al 510-555-0144.
""",
            "zh-Hant": """
公開聽證會：{place}
市府將討論在 {place} 興建新住宅。您可以前來發言。
請於 18:00 到市政廳 204 室。提前 3 天提出要求，即可獲得免費口譯。
請寫信至 hearings@city.example 或致電 510-555-0144。
""",
        },
    ),
    "help": Paper(
        "notice-of-availability",
        "rights",
        "pdf",
        ("compliance",),
        {
            "en": """
Free help in your language: {place}
You can ask for an interpreter at any city office in {place}. It is free.
You do not need to bring a friend or a child to speak for you.
Call 510-555-0142 or ask at the counter.
""",
            "es": """
Ayuda gratuita en su idioma: {place}
Puede pedir un intérprete en cualquier oficina de la ciudad en {place}. Es gratis.
No necesita traer a un amigo ni a un niño para que hable por usted.
Llame al 510-555-0142 o pregunte en el mostrador.
""",
            "zh-Hant": """
免費語言協助：{place}
您可以在 {place} 的任何市府辦公室要求口譯員，服務免費。
您不需要帶朋友或孩子來替您說話。
請致電 510-555-0142 或在櫃台詢問。
""",
            "vi": """
Trợ giúp miễn phí bằng ngôn ngữ của quý vị: {place}
Quý vị có thể xin thông dịch viên tại mọi văn phòng thành phố ở {place}. Dịch vụ này
    miễn phí.
Quý vị không cần đưa bạn bè hay trẻ em đến nói thay mình.
Gọi 510-555-0142 hoặc hỏi tại quầy.
""",
        },
    ),
    "story": Paper(
        "event-flyer",
        "libraries",
        "md",
        (),
        {
            "en": """
Story time at the library: {place}
Bring your children to the {place} library. We read aloud in many languages.
Every Saturday at 10:30. You do not need a library card.
""",
            "es": """
La hora del cuento en la biblioteca: {place}
Traiga a sus niños a la biblioteca de {place}. Leemos en voz alta en muchos idiomas.
Todos los sábados a las 10:30. No necesita tarjeta de la biblioteca.
""",
            "zh-Hant": """
圖書館故事時間：{place}
帶孩子來 {place} 圖書館吧。我們用多種語言朗讀故事。
每週六 10:30。不需要圖書證。
""",
            "vi": """
Giờ kể chuyện tại thư viện: {place}
Hãy đưa con em đến thư viện {place}. Chúng tôi đọc truyện bằng nhiều ngôn ngữ.
Mỗi thứ Bảy lúc 10:30. Quý vị không cần thẻ thư viện.
""",
        },
    ),
    "recycle": Paper(
        "instructions",
        "streets",
        "docx",
        (),
        {
            "en": """
How to recycle: {place}
Put paper, glass and cans in the blue cart. Put food in the green cart.
We come to {place} once a week. Put the carts out before 6:00.
More: https://recycle.city.example
""",
            "es": """
Cómo reciclar: {place}
Ponga papel, vidrio y latas en el carrito azul. Ponga la comida en el carrito verde.
Pasamos por {place} una vez por semana. Saque los carritos antes de las 6:00.
Más información: https://recycle.city.example
""",
            "zh-Hant": """
如何回收：{place}
紙張、玻璃和罐子請放入藍色桶。食物請放入綠色桶。
我們每週到 {place} 一次。請在 6:00 前把桶放到外面。
更多資訊：https://recycle.city.example
""",
        },
    ),
    "detour": Paper(
        "detour-notice",
        "streets",
        "txt",
        (),
        {
            "en": """
Bus stop moved: {place}
The bus stop in {place} moves to the next corner for 14 days.
We repair the street. Thank you for your patience.
""",
            "es": """
Parada de autobús trasladada: {place}
La parada de autobús en {place} se traslada a la esquina siguiente por 14 días.
Estamos reparando la calle. Gracias por su paciencia.
""",
            "vi": """
Trạm xe buýt được dời: {place}
Trạm xe buýt ở {place} được dời đến góc đường kế tiếp trong 14 ngày.
Chúng tôi đang sửa đường. Cảm ơn quý vị đã kiên nhẫn.
""",
        },
    ),
    "news": Paper(
        "newsletter",
        "parks",
        "html",
        (),
        {
            "en": """
News from the parks: {place}
The pool in {place} opens at 9:00 in summer. Swimming lessons cost 5 dollars.
The new playground is open. Come and see it.
""",
            "es": """
Noticias de los parques: {place}
La piscina de {place} abre a las 9:00 en verano. Las clases de natación cuestan 5
    dólares.
El nuevo parque infantil está abierto. Venga a verlo.
""",
        },
    ),
    "meeting": Paper(
        "meeting-notes",
        "city-hall",
        "md",
        (),
        {
            "en": """
Notes from the neighborhood meeting: {place}
Neighbors asked for more street lights in {place}. The city will answer by mail.
""",
        },
    ),
}
