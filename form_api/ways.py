"""The other ways to reach an office, for whoever waits for an answer or got none here. Pure; never the form itself."""

from generator.directory import Directory, Language, Link, Service, channel_link


def other_ways(directory: Directory, service: Service | None, words: Language) -> list[Link]:
    """The links of a service's channels, or of all the channels where no service is known; never the form itself."""
    ids = service.channels if service else tuple(directory.channels)
    channels = [directory.channels[channel_id] for channel_id in ids]
    links = [channel_link(channel, words) for channel in channels if channel.type != "form"]
    return [link for link in links if link.href]
