class Scale:
    def __init__(self, limit):
        self.limit = limit

    def read(self, value):
        if value > self.limit:
            raise ValueError(f"{value} is above {self.limit}")
        return value
