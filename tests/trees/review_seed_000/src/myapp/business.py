class Result:
    def __init__(self, success, processed_count):
        self.success = success
        self.processed_count = processed_count


class BusinessService:
    def __init__(self, database):
        self.database = database

    def process_data(self, values):
        for value in values:
            self.database.save("processed", value=value)
        return Result(True, len(values))

    def get_processed_data(self):
        return self.database.find("processed", "value", 1)
