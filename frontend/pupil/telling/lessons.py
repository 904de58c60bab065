"""What it is good to know before something goes wrong: for older children, and how to stay safe.

What is said here is what the schools' policies want pupils to be taught.
"""

from typing import Final

from frontend.pupil.telling.guide_page import Guide

# The pages that lead on to the school's own papers.
RULES: Final = "rules"
COMPLAIN: Final = "complain"
LESSONS: Final = (
    Guide(
        "safe",
        "How do I stay safe?",
        "help-ceop",
        (
            "Only talk to friends you know.",
            "Keep your page for friends only.",
            "Do not tell your name, home, school or phone.",
            "Never meet someone from a screen without a grown-up.",
            "Play games that are made for your age.",
            "Ask a grown-up before you make or take a call.",
            "Ask first. Then you may take or send a friend's picture.",
            "Be kind. Do not send words that hurt.",
        ),
    ),
    Guide(
        "true",
        "Is it true?",
        "magnifier",
        (
            "Not all we see on a screen is true.",
            "A picture or a film can be made up.",
            "Ask: who made it? What do they want?",
            "Look in two more places. Do they say the same?",
            "Not sure? Ask a grown-up.",
            "Do not send it on till you know.",
        ),
        is_for_little=False,
    ),
    Guide(
        "own",
        "Can I use it in my work?",
        "pencil",
        (
            "Someone made that picture, song or text. It is theirs.",
            "Look if they let you use it. If not, ask.",
            "Do not copy it and say it is yours.",
            "Use your own words.",
            "Write down who made it and where you found it.",
        ),
        is_for_little=False,
    ),
    Guide(
        "post",
        "Before I put things on a screen",
        "phone",
        (
            "Stop and think. Who will see it?",
            "People you do not know may see it and write to you.",
            "It is hard to take down. Others may keep it.",
            "Keep your name, home, school and phone off it.",
            "Do not show what a friend told you.",
            "Do not scare or hurt people. Do not tell lies about them.",
        ),
        is_for_little=False,
    ),
    Guide(
        "looks",
        "Pictures of me and my friends",
        "topic-picture",
        (
            "Once it is sent, you can not get it back.",
            "A picture can show where you live.",
            "Some people change a picture to be mean or to trick us.",
            "No one looks like that all day. You are fine as you are.",
            "Never send a picture with no clothes on.",
            "Ask first. Then you may take or send a friend's picture.",
        ),
        is_for_little=False,
    ),
    Guide(
        "time",
        "How long on a screen?",
        "waiting",
        (
            "You are in charge, not the screen.",
            "Pick a time to stop. Set a clock.",
            "Have no screen when you eat or sleep.",
            "Go out and play. See your friends.",
            "Games are made so that we go on and on.",
            "Is it hard to stop? Ask a grown-up to help.",
        ),
        is_for_little=False,
    ),
    Guide(
        "chat",
        "Chats, games, films and blogs",
        "topic-else",
        (
            "In a chat, you can not see who it is.",
            "A grown-up can say they are a child.",
            "In a live film, people see your face and your room.",
            "All the world can read a blog.",
            "In a group, one mean word goes to lots of people.",
            "Does it feel bad? Leave it. Tell a grown-up.",
        ),
        is_for_little=False,
    ),
    Guide(
        "terms",
        "What do I say yes to?",
        "book",
        (
            "Apps and games have rules. They ask you to say yes.",
            "The rules say how old you must be.",
            "They say what the app keeps: your name, your pictures, where you are.",
            "They say what it can do with them.",
            "Read them with a grown-up first. You can say no.",
        ),
        is_for_little=False,
    ),
    Guide(
        "password",
        "A good password",
        "key",
        (
            "Make it long. Three odd words are good.",
            "Do not use your name or your birthday.",
            "Do not tell it to a friend.",
            "A grown-up at home may know it.",
            "Use a new one for each game.",
            "Does a friend know it? Change it. A grown-up can help.",
            "Log out when you are done.",
        ),
        is_for_little=False,
    ),
    Guide(
        "kind",
        "Be good to others",
        "hug",
        (
            "Be as kind on a screen as you are in class.",
            "Is a friend sad? Help them to tell a grown-up.",
            "Do not go into things that are not yours.",
            "Do not join a Wi-Fi that you do not know. Ask first.",
            "Do not open things if you do not know who sent them.",
            "Say sorry if you got it wrong.",
        ),
        is_for_little=False,
    ),
    Guide(
        "watched",
        "Does school see what I do?",
        "eyes",
        (
            "Yes. School checks what we do on its screens.",
            "It does this to keep you safe.",
            "If you break a rule, a grown-up will talk to you.",
            "They may tell your home too.",
            "Has it gone wrong? You can always tell us.",
        ),
        is_for_little=False,
    ),
    Guide(
        RULES,
        "Our rules on screens",
        "name-badge",
        (
            "You and a grown-up at home say yes to them.",
            "Be kind. Do not send words that hurt.",
            "Do not tell your name, home, school or phone.",
            "Ask first. Then you may take or send a friend's picture.",
            "Do not go into things that are not yours.",
            "School checks what we do on its screens.",
            "Has it gone wrong? You can always tell us.",
        ),
    ),
    Guide(
        COMPLAIN,
        "I think school got it wrong",
        "talk",
        (
            "You are not in trouble.",
            "Tell a grown-up you trust what was not fair.",
            "They tell you what they will do.",
            "A grown-up at home can write to school too.",
        ),
    ),
)
