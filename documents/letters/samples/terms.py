"""The terms of the samples in every language, so that a sample reads as a letter of a case does."""

from typing import Any, TypeVar

from documents.letters.content.base import Letter

LetterT = TypeVar("LetterT", bound=Letter)
_LANGUAGES = ("fr", "es", "ar")
_TERMS = {
    "Investigation": ("Enquête", "Investigación", "التحقيق"),
    "Crimes against humanity": (
        "Crimes contre l’humanité",
        "Crímenes de lesa humanidad",
        "الجرائم ضد الإنسانية",
    ),
    "Hearing of witnesses": ("Audition de témoins", "Declaración de testigos", "سماع الشهود"),
    "Taking evidence or statements from persons": (
        "Recueil de preuves ou de dépositions",
        "Obtención de pruebas o declaraciones de personas",
        "أخذ أدلة أو أقوال من أشخاص",
    ),
    "Search and seizure": ("Perquisition et saisie", "Registro e incautación", "التفتيش والحجز"),
    "Urgent": ("Urgent", "Urgente", "عاجل"),
    "Not verified": ("Non vérifié", "Sin verificar", "غير متحقق منه"),
    "Suspect": ("Suspect", "Sospechoso", "مشتبه فيه"),
    "Witness": ("Témoin", "Testigo", "شاهد"),
    "Use limitation": ("Limitation d’utilisation", "Limitación de uso", "قيد على الاستعمال"),
    "Return": ("Restitution", "Devolución", "الإعادة"),
    "Post": ("Courrier postal", "Correo postal", "البريد"),
    "Refused": ("Refusée", "Denegada", "مرفوض"),
    "Domestic law does not permit the measure": (
        "Le droit interne ne permet pas la mesure",
        "El derecho interno no permite la medida",
        "القانون الداخلي لا يجيز التدبير",
    ),
    "Granted with conditions": ("Accordée sous conditions", "Concedida con condiciones", "مقبول بشروط"),
    "Postponed": ("Ajournée", "Aplazada", "مؤجل"),
    "Execution would interfere with proceedings": (
        "L’exécution entraverait une procédure en cours",
        "La ejecución obstaculizaría un procedimiento en curso",
        "التنفيذ يعرقل إجراءات جارية",
    ),
    "Questions": ("Questions", "Preguntas", "الأسئلة"),
    "Persons attending": ("Personnes présentes", "Personas presentes", "الأشخاص الحاضرون"),
    "Persons heard": ("Personnes entendues", "Personas oídas", "عدد الأشخاص المسموعين"),
    "Executed": ("Exécutée", "Ejecutada", "منفذ"),
    "Still to be executed": ("Restant à exécuter", "Pendiente de ejecución", "لم ينفذ بعد"),
    "Answers to our questions": (
        "Réponses à nos questions",
        "Respuestas a nuestras preguntas",
        "الردود على أسئلتنا",
    ),
    "In time": ("Dans les délais", "En plazo", "في الموعد"),
    "Useful to the proceedings": ("Utile à la procédure", "Útil para el procedimiento", "مفيد للإجراءات"),
    "Verified in a source": ("Vérifié dans une source", "Verificado en una fuente", "متحقق منه في مصدر"),
    "Model clause of parent treaties, not this treaty's text": (
        "Clause type de traités apparentés, non le texte du présent traité",
        "Cláusula modelo de tratados afines, no el texto de este tratado",
        "بند نموذجي من معاهدات سابقة، لا نص هذه المعاهدة",
    ),
    "In execution": ("En cours d’exécution", "En ejecución", "قيد التنفيذ"),
    "Latvia": ("Lettonie", "Letonia", "لاتفيا"),
    "Ljubljana – The Hague Convention": (
        "Convention de Ljubljana-La Haye",
        "Convención de Liubliana-La Haya",
        "اتفاقية ليوبليانا – لاهاي",
    ),
}


def in_language(letter: LetterT, language: str) -> LetterT:
    """The sample with its labels in the language. Free text and names stay as they are."""
    if language not in _LANGUAGES:
        return letter
    place = _LANGUAGES.index(language)

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return [said(item) for item in value]
        if not isinstance(value, dict):
            return value
        known = _TERMS.get(value.get("label", ""))
        return {key: known[place] if known and key == "label" else said(item) for key, item in value.items()}

    return type(letter).model_validate(said(letter.frozen()))
