class Parsed:
    def __init__(self, sections, metadata):
        self.sections = sections
        self.metadata = metadata


class DataParser:
    def parse(self, text):
        pairs = (token.split(":", 1) for token in self._tokenize(text))
        return {key: int(value) if value.isdigit() else value for key, value in pairs}

    def _tokenize(self, text):
        return text.split(",")

    @staticmethod
    def _parse_complex_format(text):
        sections, metadata, current = {}, {}, None
        for number, line in enumerate(text.splitlines(), start=1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("[") and line.endswith("]"):
                current = line[1:-1]
                if not current or current in sections:
                    raise ValueError(f"line {number}: section {current!r} is empty or twice")
                sections[current] = {}
            elif line.startswith("@") and current is None:
                key, _, value = line[1:].partition("=")
                metadata[key] = int(value) if value.isdigit() else value
            elif "=" in line and current is not None:
                key, _, value = line.partition("=")
                sections[current][key] = value == "yes" if value in ("yes", "no") else value
            else:
                raise ValueError(f"line {number}: {line!r} belongs to no section")
        return Parsed(sections, metadata)
