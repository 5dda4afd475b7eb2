import email_service


class UserRepository:
    def __init__(self, database):
        self.database = database

    def add(self, email):
        return self.database.find("users", "id", self.database.save("users", email=email))

    def get_by_email(self, email):
        return self.database.find("users", "email", email)


class EmailService:
    def welcome(self, user):
        return email_service.send_welcome_email(user.email)


class RegistrationService:
    def __init__(self, user_repository, file_storage, email_service):
        self.user_repository = user_repository
        self.file_storage = file_storage
        self.email_service = email_service

    def register_user(self, email, password, profile_image):
        user = self.user_repository.add(email)
        self.file_storage.write(f"profiles/{user.id}.jpg", profile_image)
        self.email_service.welcome(user)
        return user
